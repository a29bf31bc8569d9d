# The files of the page that `checker explore --web` serves become part of the program.
find_program(GLIB_COMPILE_RESOURCES glib-compile-resources REQUIRED)
set(explore_page ${PROJECT_SOURCE_DIR}/checker/interactive/page)
set(explore_page_made ${PROJECT_BINARY_DIR}/generated/explore_page)
file(GLOB explore_page_files CONFIGURE_DEPENDS ${explore_page}/*)
foreach(pair header:h source:c)
    string(REPLACE ":" ";" pair ${pair})
    list(GET pair 0 kind)
    list(GET pair 1 ending)
    add_custom_command(OUTPUT ${explore_page_made}.${ending}
        COMMAND ${GLIB_COMPILE_RESOURCES} --generate-${kind} --internal --c-name explore_page
                --sourcedir ${explore_page} --target ${explore_page_made}.${ending}
                ${explore_page}/page.gresource.xml
        DEPENDS ${explore_page_files} VERBATIM)
    target_sources(interactive PRIVATE ${explore_page_made}.${ending})
endforeach()
# What the tool writes is not ours to warn about.
set_source_files_properties(${explore_page_made}.c PROPERTIES COMPILE_OPTIONS -w)
