# What `cmake --install` puts where.
install(TARGETS checker)
install(FILES checker/subject.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/checker)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/checker
        FILES_MATCHING PATTERN "*.yml")
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
install(FILES docs/checker.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

install(FILES completions/checker.bash RENAME checker
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES completions/_checker DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES completions/checker.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# A model of one's own compiles with `cc -shared -fPIC $(pkg-config --cflags checker)`.
configure_file(cmake/checker.pc.in checker.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/checker.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
