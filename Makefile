# Each target says what it does and fails with a sentence that tells how to mend it. What takes more than a line
# stands in scripts/.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help run test test-all bench soak assets fmt law-map

WEB := crates/web/assets
FONTS := crates/typeset/fonts/dist
BROWSER := tests/browser

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: assets ## Build the platform and serve it on http://127.0.0.1:8080 with demonstration data (LISTEN=…)
	@scripts/run

test: ## Install what tests need; run formatting, lints, all tests, browser tests
	@scripts/test-tools
	@$(MAKE) assets $(BROWSER)/node_modules/.package-lock.json
	@scripts/lint
	@scripts/test
	@scripts/test-browser

test-all: test ## Run the tests and the long ones: the API tried by a tool, files opened by other programs, a real build, more cases for each property
	@scripts/test-browser long
	@scripts/fuzz-api
	@scripts/postgres scripts/fuzz-api
	@scripts/postgres scripts/drill
	@scripts/office
	@scripts/smoke
	@CASES=2000 KILLS=20 scripts/soak

bench: assets ## Measure reading, writing, checking, folders, pages and cases, and print the figures
	@scripts/bench
	@scripts/bench-batch
	@scripts/bench-pages
	@scripts/bench-cases

soak: assets ## Run the property tests with many cases (CASES=20000) and print how long each took
	@scripts/soak

assets: $(WEB)/dist/portal.css $(FONTS)/NotoSansSC-Regular.otf ## Build style sheets, scripts and fonts, when their sources have changed

law-map: ## Write docs/law-map.md anew: articles, rules and tests
	@UPDATE=1 cargo nextest run --locked -p testkit --test law_map the_map

fmt: ## Format the Rust code
	@cargo fmt --all

# Pages and handlers say which icons they use.
WEB_SOURCES := $(shell find crates/web -type f -not -path '*/dist/*' -not -path '*/node_modules/*')

$(WEB)/dist/portal.css: $(WEB)/node_modules/.package-lock.json $(WEB_SOURCES)
	@scripts/assets $(WEB)
	@touch $@

$(FONTS)/NotoSansSC-Regular.otf: scripts/fonts
	@scripts/fonts

# npm writes this file when it has installed what the lock file asks for.
%/node_modules/.package-lock.json: %/package-lock.json
	@scripts/npm-ci $*
