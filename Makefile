# The face of the project; CMakePresets.json has the builds.  Every target does its own set-up.
#
#   make run       build, and find the first race: its counterexample is shown
#   make test      build, and run all tests under sanitizers
#   make bench     how fast, beside Spin (bench/README.md); QUICK=--quick for the small models only
#   make bench-large  the same for models of over 40 million states, and one of 516 million
#   make coverage  which lines and branches the tests reach; too few are a failure
#   make stress    kills, no memory, full disks; and random systems searched in every way
#   make analyse   gcc's and clang's analysers, cppcheck, thread sanitizer, valgrind; nothing to say is right
#   make fuzz      let the fuzzers work, each for an hour (SECONDS=3600)
#   make format    let clang-format decide
#   make clean     remove all builds

SCENARIO = scenarios/foreachp-stopwait.yml
VARIANT = missed-p

# Long searches and comparisons of what others run as well; without optimisation they take hours.
REACH_NOTHING_NEW = agree.*|bench_twins|compare_ablations|fuzz_short|live_(agree|counts|debian|least|workers)|odds_races|$\
    published_test|random_test|spin_.*|stress_(allocations|kills)|$\
    suite_(breaks|lookup|orbits|perturb|reduced|strategies|symmetry|unreduced|watch)|textbook_test|tutorial

BUILDS = build-dev build-release build-coverage build-fuzz build-tsan build-analyse
SETUPS = setup-build setup-test setup-coverage setup-bench setup-analyse
.PHONY: run test bench bench-large coverage stress analyse fuzz format clean $(BUILDS) $(SETUPS)
.NOTPARALLEL:

run: ONLY = --target checker
run: build-release
	build/release/checker --variant $(VARIANT) $(SCENARIO)

test: setup-test build-release build-dev
	ctest --preset dev -j $$(nproc)

bench: setup-bench build-release
	bench/table $(QUICK) --save build/bench.json --plot build/bench.svg
	@echo "the figures are in build/bench.json, the picture in build/bench.svg"
	bench/live/rates build/release

bench-large: setup-bench build-release
	bench/table --long --runs 1 --save build/bench-large.json

coverage: setup-coverage build-coverage
	ctest --preset coverage -j $$(nproc) -LE 'style|slow' -E '^($(REACH_NOTHING_NEW))$$'
	tests/coverage build/coverage

stress: setup-test build-release
	tests/stress/kills build/release/checker 100
	tests/stress/memory build/release/checker
	tests/stress/disk build/release/checker
	tests/stress/allocations build/release/checker 300
	tests/stress/systems build/release 100000
	tests/spin/systems build/release/tests/promela 500

analyse: setup-test setup-analyse build-release build-analyse build-tsan
	tests/analyse/cppcheck build/release -j $$(nproc)
	tests/analyse/clang-tidy build/release
	tests/analyse/threads build/tsan
	tests/analyse/valgrind build/release/checker

fuzz: SECONDS = 3600
fuzz: ONLY = --target fuzz
fuzz: setup-test build-fuzz
	tests/fuzz/run build/fuzz $(SECONDS)

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
