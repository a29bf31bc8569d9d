# For CMake projects that check programs of theirs: find_package(checker), and then
#
#   checker_live_program(NAME SOURCE... [OPTIONS OPTION...])
#       a target that compiles and links the sources with checker-cc
#   checker_live_test(NAME PROGRAM [ARGUMENTS ARGUMENT...] [OPTIONS OPTION...])
#       a test: `checker live OPTIONS -- PROGRAM ARGUMENTS` finds nothing wrong
#   checker_live_scenario(NAME FILE)
#       a test: `checker live FILE`; the scenario is copied beside the programs, which it names by
#       `program: NAME`
#
# Found from where this file lies, so that an installation may be moved.
get_filename_component(CHECKER_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(CHECKER_EXECUTABLE "${CHECKER_PREFIX}/bin/checker")
set(CHECKER_CC "${CHECKER_PREFIX}/bin/checker-cc")

function(checker_live_program name)
    cmake_parse_arguments(PARSE_ARGV 1 live "" "" "OPTIONS")
    set(program ${CMAKE_CURRENT_BINARY_DIR}/${name})
    foreach(source ${live_UNPARSED_ARGUMENTS})
        get_filename_component(source ${source} ABSOLUTE)
        list(APPEND sources ${source})
    endforeach()
    add_custom_command(OUTPUT ${program}
        COMMAND ${CMAKE_COMMAND} -E env CC=${CMAKE_C_COMPILER}
                ${CHECKER_CC} ${live_OPTIONS} ${sources} -o ${program}
        DEPENDS ${sources} ${CHECKER_CC} VERBATIM)
    add_custom_target(${name} ALL DEPENDS ${program})
endfunction()

function(checker_live_test name program)
    cmake_parse_arguments(PARSE_ARGV 2 live "" "" "ARGUMENTS;OPTIONS")
    add_test(NAME ${name} COMMAND ${CHECKER_EXECUTABLE} live ${live_OPTIONS}
             -- ${CMAKE_CURRENT_BINARY_DIR}/${program} ${live_ARGUMENTS})
endfunction()

function(checker_live_scenario name file)
    get_filename_component(copy ${file} NAME)
    configure_file(${file} ${CMAKE_CURRENT_BINARY_DIR}/${copy} COPYONLY)
    add_test(NAME ${name} COMMAND ${CHECKER_EXECUTABLE} live ${CMAKE_CURRENT_BINARY_DIR}/${copy})
endfunction()
