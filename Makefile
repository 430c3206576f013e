# The one door. `make` alone prints this list.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: help setup build release run test integration sim sim-mutants sim-playout alarms asan rtsan lint format tidy \
  check bench conformance kills pressure soak storm storm-lanes lanes storm-systemd install uninstall deb clean \
  proto hooks

SWIFT ?= swift
CONFIGURATION ?= debug
SWIFT_SOURCES := Sources Tests Package.swift
# The demo's options; `make run RUN="--format 1920x1080p25"` gives others.
RUN ?= --format auto

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install the Debian packages that are missing; quick when none is
	@tools/setup

build: setup ## Build everything, tests too (debug)
	$(SWIFT) build --build-tests

release: setup ## Build the programs as they go on air
	$(SWIFT) build -c release

run: setup ## Put the demo on air: test bars through four shaders, page and preview
	@echo "Building the release programs: 3 to 6 minutes the first time on two cores, seconds after that."
	@$(MAKE) --no-print-directory release
	@exec "$$($(SWIFT) build -c release --show-bin-path)/holdover" up --demo $(RUN)

# One test at a time: many have real processes and a card's clock in them, and on two cores a
# neighbour would cost them slots. The programs under test are the release build.
TEST := HOLDOVER_TEST_BIN="$$($(SWIFT) build -c release --show-bin-path)" \
  tools/run-tests .build/tests.log $(SWIFT) test --skip-build --disable-xctest --no-parallel

test: build release ## Build, then run every test
	$(TEST)

integration: build release ## Only the tests of the whole system: real clips, kills, bad input
	$(TEST) --filter IntegrationTests

# The C room, the fake driver and all Swift around them. A build of its own, minutes the first time.
asan: setup ## Everything about DeckLink cards under the address sanitizer
	ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS=suppressions=tools/known-leaks \
	  SWIFT_BACKTRACE=enable=no $(SWIFT) test --sanitize=address \
	  --scratch-path .build/asan -Xswiftc -use-ld=lld --disable-xctest --no-parallel \
	  --filter 'DeckLinkTests|DeckLink(Device|Source|Capture|Check)Tests|SignalFitTests|KeyFillPairTests|Ancillary'

# A build of its own, minutes the first time.
rtsan: release ## Look for allocations, locks and waits in a frame; fails: gets through its first passes only
	@tools/realtime-check "$$($(SWIFT) build -c release --show-bin-path)"

lint: setup ## Check the formatting of every Swift file
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_SOURCES)

format: ## Format every Swift file in place
	$(SWIFT) format format --in-place --parallel --recursive $(SWIFT_SOURCES)

tidy: build ## Check the house rules: imports, sizes, reasons, generated code, docs
	$(SWIFT) test --skip-build --disable-xctest --filter HouseTests

# Release with testability, in a build folder of its own; a failing seed prints how to run it alone.
SEEDS ?= 1000
SLOTS ?= 10000000
SIMULATE := SWIFT_DETERMINISTIC_HASHING=1 $(SWIFT) test -c release -Xswiftc -enable-testing \
  --scratch-path .build/simulation --disable-xctest
sim: setup ## Simulate the coordinator with faults: SEEDS=1000 runs of 1000 commands
	SIM_SEEDS=$(SEEDS) SIM_COMMANDS=1000 $(SIMULATE) --filter 'SimulationTests/seeds'

sim-mutants: setup ## Plant mistakes in the simulated coordinator; each must be found in 100 seeds
	$(SIMULATE) --filter 'SimulationTests/mutants'

sim-playout: setup ## Simulate the output with faults: SLOTS=10000000 slots in all
	HOLDOVER_SIM_SLOTS=$(SLOTS) $(SIMULATE) --filter 'OutputTests.SimulationTests'

kills: build release ## Kill the coordinator 50 times under 10 000 changes; compare with its journal
	KILL_CHANGES=10000 KILL_COUNT=50 $(TEST) --filter KillTests

pressure: build release ## Flood, stalled subscriber, dead peers: a minute each, memory watched
	PRESSURE_SECONDS=60 $(TEST) --filter PressureTests

# A whole instance each: idle, then under 100 000 OSC messages and saturated commands, then 10 000 alarms.
alarms: release ## Measure alarms: latency to a WebSocket client, idle and flooded; a storm of 10 000
	@probe="$$($(SWIFT) build -c release --show-bin-path)/probe"; \
	  $$probe alarm-latency --limit 300; \
	  $$probe alarm-latency --limit 300 --osc 100000 --clients 4 --stalled 2; \
	  $$probe alarm-storm

check: setup lint tidy build test ## The gate: everything that must hold before a push

bench: release ## Measure this machine: what it can draw, what a ring costs, stored changes a second
	@"$$($(SWIFT) build -c release --show-bin-path)/renderd" --measure \
	  1920x1080p50 1280x720p50 960x540p50 640x360p25
	@tools/bench-frames "$$($(SWIFT) build -c release --show-bin-path)/renderd"
	@"$$($(SWIFT) build -c release --show-bin-path)/probe" bench-coordinator
	@tools/bench-peers "$$($(SWIFT) build -c release --show-bin-path)/renderd"

conformance: release ## Try every shader below ISF=DIR; table and contact sheet in dist/conformance
	@test -n "$(ISF)" || { echo "say which folder: make conformance ISF=DIR" >&2; exit 2; }
	@"$$($(SWIFT) build -c release --show-bin-path)/renderd" conformance "$(ISF)" \
	  --output dist/conformance

soak: release ## Kill every daemon in turn for a minute, on air; the file must be complete
	@Tests/Soak/must-show "$$($(SWIFT) build -c release --show-bin-path)"

# The figures of docs/RELIABILITY.md, each table by one command. Half an hour.
FAULTS ?= 1000
storm: release ## Break a show 1 150 times at random and print what a viewer saw of it
	@soak="$$($(SWIFT) build -c release --show-bin-path)/holdover soak --seed 1"; \
	  $$soak --faults $(FAULTS); \
	  $$soak --faults 100 --daemon renderd.a --fault kill; \
	  $$soak --faults 50 --daemon outputd --fault kill

# Always the lane on air: the other takes over within the slot. Then over feedback, a moving input and
# OSC, every frame that both lanes have compared byte for byte.
LANE_KILLS ?= 200
storm-lanes: build release ## Kill the lane on air LANE_KILLS=200 times, twice over; no picture may be repeated
	@"$$($(SWIFT) build -c release --show-bin-path)/holdover" soak --seed 1 --faults $(LANE_KILLS) \
	  --lanes 2 --on-air --daemon renderd.a --daemon renderd.b --fault kill
	LANE_KILLS=$(LANE_KILLS) $(TEST) --filter TwoLanesTests

LANE_FRAMES ?= 1000
lanes: build release ## Compare LANE_FRAMES=1000 frames of two lanes, byte for byte, under OSC and preset changes
	LANE_FRAMES=$(LANE_FRAMES) $(TEST) --filter TwoLanesTests.bothLanesDrawTheSameBytes

# As root, where namespaces may be made.
storm-systemd: release ## The same storms against the installed units, under a systemd of its own
	@bin="$$($(SWIFT) build -c release --show-bin-path)"; \
	  tools/storm-systemd "$$bin" -- --seed 1 --faults $(FAULTS); \
	  tools/storm-systemd "$$bin" -- --seed 1 --faults 100 --daemon renderd.a --fault kill; \
	  tools/storm-systemd "$$bin" -- --seed 1 --faults 50 --daemon outputd --fault kill; \
	  tools/storm-systemd "$$bin" 2 -- --seed 1 --faults $(LANE_KILLS) --on-air --daemon renderd.a \
	    --daemon renderd.b --fault kill

deb: release ## Make a Debian package in dist/
	@tools/package "$$($(SWIFT) build -c release --show-bin-path)"

install: release ## Install programs, units and configuration (DESTDIR and PREFIX honoured)
	@tools/install install "$$($(SWIFT) build -c release --show-bin-path)"

uninstall: ## Remove what install put there; configuration and state stay
	@tools/install uninstall

proto: setup ## Generate the protocol code from Sources/Proto/schema
	@tools/generate-proto

hooks: ## Lint staged files before each commit
	git config core.hooksPath .githooks

clean: ## Remove what was built
	$(SWIFT) package clean
	rm -rf .build dist
