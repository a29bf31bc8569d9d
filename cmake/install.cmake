# What `cmake --install` puts where.
install(TARGETS checker)
install(FILES checker/subject.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/checker)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/checker
        FILES_MATCHING PATTERN "*.yml")
install(DIRECTORY runtime/scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/checker/runtime)
install(DIRECTORY docs/schemas DESTINATION ${CMAKE_INSTALL_DATADIR}/checker
        FILES_MATCHING PATTERN "*.json")
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

# Programs of one's own are checked by checker_live_program and checker_live_test.
include(CMakePackageConfigHelpers)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/checker-config-version.cmake
                                 COMPATIBILITY SameMajorVersion)
install(FILES cmake/checker-config.cmake ${PROJECT_BINARY_DIR}/checker-config-version.cmake
        DESTINATION lib/cmake/checker)
