# A source file that takes other files into the program (checker/embed.h).
function(embeds source)
    set_source_files_properties(${source} PROPERTIES
        OBJECT_DEPENDS "${ARGN}"
        COMPILE_DEFINITIONS EMBED_ROOT="${PROJECT_SOURCE_DIR}/")
endfunction()

file(GLOB drawn_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/checker/draw/*.css
     ${PROJECT_SOURCE_DIR}/checker/draw/*.js ${PROJECT_SOURCE_DIR}/checker/draw/*.html)
embeds(checker/draw/page_files.c ${drawn_files})
file(GLOB session_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/checker/interactive/page/*)
embeds(checker/interactive/session_files.c ${session_files})
