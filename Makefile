# The face of the project; CMakePresets.json has the builds.  Every target does its own set-up.
#
#   make run       build, and find the first race: its counterexample is shown
#   make test      build, and run all tests under sanitizers
#   make bench     how fast, and beside Spin
#   make coverage  which lines the tests reach
#   make format    let clang-format decide
#   make clean     remove all builds

SCENARIO = scenarios/foreachp-stopwait.yml
VARIANT = missed-p

BUILDS = build-dev build-release build-coverage
SETUPS = setup-build setup-test setup-coverage
.PHONY: run test bench coverage format clean $(BUILDS) $(SETUPS)
.NOTPARALLEL:

run: ONLY = --target checker
run: build-release
	build/release/checker --variant $(VARIANT) $(SCENARIO)

test: setup-test build-release build-dev
	ctest --preset dev -j $$(nproc)

bench: setup-test build-release
	bench/throughput 5 --max-states 3000000 bench/foreachp-4p.yml
	bench/beside-spin

coverage: setup-coverage build-coverage
	ctest --preset coverage -j $$(nproc) -LE 'style|slow'
	gcovr --root . --filter model/ --filter checker/ --exclude '.*_test.c' --print-summary \
	    build/coverage

format: setup-test
	tests/tidy/sources | xargs clang-format -i

clean:
	rm -rf build

# Ninja knows what is out of date, so it is asked every time.
$(BUILDS): build-%: setup-build
	@test -f build/$*/build.ninja || cmake --preset $* --log-level=WARNING
	@cmake --build --preset $* $(ONLY)

$(SETUPS): setup-%:
	@scripts/setup $*
