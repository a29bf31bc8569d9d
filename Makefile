# The face of the project; CMakePresets.json has the builds.  Every target does its own set-up.
#
#   make run       build, and find the first race: its counterexample is shown
#   make test      build, and run all tests under sanitizers
#   make bench     how fast, and beside Spin
#   make coverage  which lines the tests reach
#   make format    let clang-format decide
#   make clean     remove all builds

SCENARIO = scenarios/foreachp-stopwait.yml
VARIANT = broken
SOURCES = git ls-files '*.c' '*.h'

.PHONY: run test bench coverage format clean
.NOTPARALLEL:

run: build/release/checker
	build/release/checker --variant $(VARIANT) --verbose $(SCENARIO)

test: setup-test build/dev/checker build/release/checker
	ctest --preset dev -j $$(nproc)

bench: setup-test build/release/checker
	bench/beside_spin

coverage: setup-coverage build/coverage/checker
	ctest --preset coverage -j $$(nproc) -LE style
	gcovr --root . --filter model/ --filter checker/ --exclude '.*_test.c' --print-summary build/coverage

format: setup-test
	$(SOURCES) | xargs clang-format -i

clean:
	rm -rf build

# ninja knows what is out of date; make asks it every time.
.PHONY: build/dev/checker build/release/checker build/coverage/checker
build/%/checker: setup-build
	@test -f build/$*/build.ninja || cmake --preset $* --log-level=WARNING
	@cmake --build --preset $*

.PHONY: setup-build setup-test setup-coverage
setup-%:
	@scripts/setup $*
