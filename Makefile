# The commands of this project. `make demo` and `make test` do all their own set-up.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c

WEB := crates/web
DIST := $(WEB)/dist/manifest.json
WEB_SOURCES := $(shell find $(WEB)/scripts $(WEB)/styles $(WEB)/icons $(WEB)/build -type f 2>/dev/null) $(WEB)/package.json

.PHONY: demo test test-rust test-web test-browser bench trust eval dev web deps lint

demo: web ## build, fill the embedded database with a demonstration community, serve it
	cargo build --release -p yaji
	rm -rf target/demo-data
	./target/release/yaji demo --seed small --data target/demo-data --serve

test: deps web lint test-rust test-web test-browser ## everything that decides whether a change may land

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo xtask tidy

test-rust: web
	if cargo nextest --version >/dev/null 2>&1; then \
	  tests/with-postgres.sh cargo nextest run --workspace --no-fail-fast; \
	else tests/with-postgres.sh cargo test --workspace --no-fail-fast; fi

test-web: web
	cd $(WEB) && npm run --silent check

test-browser: web ## the pages, in Chromium: what people do on them, and what every page keeps to
	cargo test --workspace --no-run --quiet # the program as the tests before have it: built once
	cd tests/browser && npm ci --silent --ignore-scripts && npm test --silent

bench: web ## speed, beside the targets; writes docs/performance.md; LEVEL=large for ten million comments too
	cargo build --release -p yaji
	cargo run --release --quiet -p xtask -- bench $(if $(filter large,$(LEVEL)),--large)

trust: web ## faults and attacks; LEVEL=long for ten thousand kills
	cargo build --release -p yaji
	cargo xtask trust --level $(or $(LEVEL),short)

eval: ## quality of the insight algorithms; writes docs/insight.md
	cargo run --release --quiet -p xtask -- eval

dev: web ## a site on an empty folder, rebuilt by hand
	cargo run -p yaji -- serve --data target/dev-data

web: $(DIST) ## styles, scripts and icons

$(DIST): $(WEB_SOURCES)
	cd $(WEB) && npm ci --silent --ignore-scripts && npm run --silent build

deps: ## what tests need beside Rust and Node: Chromium, PostgreSQL, Redis, Java, Python
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$$missing python3-venv"; \
	fc-list :lang=zh 2>/dev/null | grep -q . || missing="$$missing fonts-noto-cjk fontconfig"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	  else echo "make test needs:$$missing. Install them (apt-get install$$missing) and run it again."; exit 1; fi; \
	fi
