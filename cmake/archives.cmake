# To find, map and relocate ten libraries takes longer than most searches of a failure do; with their
# archives, and at fixed addresses, what is left is libc.  Of a library without an archive the shared
# one is taken.  Not libxxhash: libfyaml's archive has a part of it inside.
foreach(module GLIB FYAML EVENT READLINE)
    set(archives)
    foreach(library ${${module}_STATIC_LIBRARIES})
        find_library(CHECKER_ARCHIVE_${library} lib${library}.a HINTS ${${module}_STATIC_LIBRARY_DIRS})
        mark_as_advanced(CHECKER_ARCHIVE_${library})
        if(CHECKER_ARCHIVE_${library} AND NOT library MATCHES "^(m|pthread|xxhash)$")
            list(APPEND archives ${CHECKER_ARCHIVE_${library}})
        else()
            list(APPEND archives ${library})
        endif()
    endforeach()
    set_target_properties(PkgConfig::${module} PROPERTIES INTERFACE_LINK_LIBRARIES "${archives}")
endforeach()

add_compile_options($<$<NOT:$<BOOL:$<TARGET_PROPERTY:POSITION_INDEPENDENT_CODE>>>:-fno-pie>)
add_link_options($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie>)
