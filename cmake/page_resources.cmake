# The files of the drawn page become part of the program.
find_program(GLIB_COMPILE_RESOURCES glib-compile-resources REQUIRED)
set(page_folder ${PROJECT_SOURCE_DIR}/checker/draw)
set(page_description ${page_folder}/page.gresource.xml)
set(page_files ${page_folder}/page.html ${page_folder}/page.css ${page_folder}/page.js
    ${page_folder}/picture.js ${page_folder}/still.css)
foreach(kind header source)
    string(REPLACE header h ending ${kind})
    string(REPLACE source c ending ${ending})
    set(made ${PROJECT_BINARY_DIR}/generated/page_resources.${ending})
    add_custom_command(OUTPUT ${made}
        COMMAND ${GLIB_COMPILE_RESOURCES} --generate-${kind} --internal
                --c-name page --sourcedir ${page_folder} --target ${made} ${page_description}
        DEPENDS ${page_description} ${page_files} VERBATIM)
    target_sources(draw PRIVATE ${made})
endforeach()
# What the tool writes is not ours to warn about.
set_source_files_properties(${PROJECT_BINARY_DIR}/generated/page_resources.c PROPERTIES
    COMPILE_OPTIONS "-w")
