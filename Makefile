# The two commands, and what they call.

export PATH := $(CURDIR)/.cache/tools/bin:$(PATH)
python := .cache/venv/bin/python

.PHONY: run test check unit oracle browser fuzz app parity

## Builds the app and serves it on http://localhost:8080.
run:
	scripts/setup.sh app
	scripts/run.sh

## Installs what the tests need and runs them all.
test:
	scripts/setup.sh tests
	$(MAKE) check unit oracle browser fuzz

## Formatting and lints, for the machine and for the browser.
check:
	cargo fmt --all --check
	cargo clippy --workspace --exclude migrascope-web --all-targets -- -D warnings
	cargo clippy -p migrascope-web --target wasm32-unknown-unknown -- -D warnings

## Cases, laws, snapshots and everything beside the code.
unit:
	INSTA_UPDATE=no cargo nextest run --workspace

## Real Alembic and a real PostgreSQL on the demos, our cases and real packages.
oracle:
	cargo build -p migrascope --profile native
	$(python) tests/oracle/run.py --bin target/native/migrascope

## The oracles' figures, project by project: tests/oracle/PARITY.md and SQL_PARITY.md.
parity:
	scripts/setup.sh tests
	cargo build -p migrascope --profile native
	$(python) tests/oracle/run.py --bin target/native/migrascope --large --every 10 --table tests/oracle/PARITY.md
	$(python) tests/oracle/sql_says.py --bin target/native/migrascope --all --table tests/oracle/SQL_PARITY.md
	$(python) tests/oracle/statements.py --bin target/native/migrascope

## A person's way through the app, in headless Chromium.
browser: app
	node tests/browser/run.mjs

## Bytes that no human would write, for a bounded time.
fuzz:
	scripts/fuzz.sh

app:
	scripts/build.sh
