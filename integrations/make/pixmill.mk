# Optimized pictures as a target of GNU make, 4.2 or later:
#
#   PIXMILL_SRC := photos
#   PIXMILL_OUT := public/photos
#   include pixmill.mk
#
#   site: $(PIXMILL_STAMP)
#
# One `pixmill build` makes all of them (PIXMILL_MODE := batch, the default), or one `pixmill one`
# makes each (PIXMILL_MODE := each). README.md beside this file tells when to take which, and what
# make cannot do.

PIXMILL ?= pixmill
PIXMILL_MODE ?= batch
PIXMILL_FLAGS ?= --only-summary
# Within the output folder, so that deleting that folder deletes make's knowledge of it too.
PIXMILL_STATE ?= $(PIXMILL_OUT)/.pixmill

ifeq ($(and $(PIXMILL_SRC),$(PIXMILL_OUT)),)
  $(error pixmill.mk: set PIXMILL_SRC and PIXMILL_OUT before you include it)
endif
ifeq ($(filter $(PIXMILL_MODE),batch each),)
  $(error pixmill.mk: PIXMILL_MODE is batch or each, not "$(PIXMILL_MODE)")
endif
ifneq ($(words $(PIXMILL_OUT) $(PIXMILL_STATE)),2)
  $(error pixmill.mk: make has no names with spaces, so PIXMILL_OUT cannot be "$(PIXMILL_OUT)")
endif

# The configuration in force, found as pixmill finds it: here or in a folder above.
pixmill_nearest = $(or $(wildcard $(1)pixmill.toml),$\
                       $(if $(filter-out /,$(realpath $(or $(1),./))),$(call pixmill_nearest,$(1)../)))
ifndef PIXMILL_CONFIG
  PIXMILL_CONFIG := $(call pixmill_nearest,)
endif

PIXMILL_STAMP := $(PIXMILL_STATE)/stamp
PIXMILL_MANIFEST := $(PIXMILL_OUT)/pixmill-manifest.json
pixmill_options = $(if $(PIXMILL_CONFIG),--config $(PIXMILL_CONFIG)) $(PIXMILL_FLAGS)

# What a rule of one's own runs: OUT/%.jpg: SRC/%.png | $(PIXMILL_STATE)
# An output that was right already is left as it is, so it is touched, or make would run this again
# and again.
pixmill_one = @$(PIXMILL) one '$<' '$@' --depfile '$(PIXMILL_STATE)/$(subst /,~,$@).d' $\
              --depfile-target '$@' $(pixmill_options) && touch '$@'

# The rules below must not become what a plain `make` makes.
pixmill_default_goal := $(.DEFAULT_GOAL)

.PHONY: pixmill-force
.DELETE_ON_ERROR:

$(PIXMILL_STATE):
	@mkdir -p $@

# Options and versions are part of what was asked for, and no file that make could date: they are
# kept in one, which is written when they differ.
pixmill_command := $(strip $(PIXMILL_MODE) $(PIXMILL_SRC) $(pixmill_options) $\
                     $(shell $(PIXMILL) --version 2>/dev/null))
ifneq ($(file <$(PIXMILL_STATE)/command),$(pixmill_command))
$(PIXMILL_STATE)/command: pixmill-force
endif
$(PIXMILL_STATE)/command: | $(PIXMILL_STATE)
	@printf '%s\n' '$(subst ','\'',$(pixmill_command))' >$@

# ---- batch -------------------------------------------------------------------------------------

ifeq ($(PIXMILL_MODE),batch)

# Is anything of the sources newer than the last build? The folders count, so what was added or
# removed is seen, and names may be any, for make never sees them. A file's ctime cannot be set
# back: `mv` and `cp -p` of something old are seen too.
pixmill_missing := $(filter-out $(wildcard $(PIXMILL_SRC)),$(PIXMILL_SRC))$\
                   $(if $(wildcard $(PIXMILL_STAMP)),,stamp)$(if $(wildcard $(PIXMILL_MANIFEST)),,manifest)
pixmill_newer := $(if $(pixmill_missing),,$(shell \
  find -L $(PIXMILL_SRC) $(PIXMILL_CONFIG) -cnewer $(PIXMILL_STAMP) -print -quit 2>/dev/null))
ifneq ($(pixmill_missing)$(pixmill_newer),)
$(PIXMILL_STAMP): pixmill-force
endif

pixmill_build = $(PIXMILL) build $(PIXMILL_SRC) -o $(PIXMILL_OUT) $(pixmill_options)

# '+' passes the jobserver on, and runs the line even where make only says (-n), asks (-q) or
# pretends (-t): not there, then.
pixmill_plus = $(if $(strip $(foreach letter,n q t,$(findstring $(letter),$(firstword -$(MAKEFLAGS))))),,+)

# The stamp's date is that of the start: what changes while the build runs is newer.
$(PIXMILL_STAMP): $(PIXMILL_STATE)/command
	$(pixmill_plus)@touch $@.new && $(pixmill_build) && mv $@.new $@

# A rule may depend on the manifest or on any picture. They keep their dates unless their bytes
# change, so what is downstream of them is made again only then. (Where nothing changed they stay
# older than the stamp: make then says that there is nothing to do, but `make -q` that there is.)
$(PIXMILL_MANIFEST): $(PIXMILL_STAMP) ;
$(PIXMILL_OUT)/%: $(PIXMILL_STAMP) ;

endif

# ---- each --------------------------------------------------------------------------------------

ifeq ($(PIXMILL_MODE),each)

ifneq ($(words $(PIXMILL_SRC)),1)
  $(error pixmill.mk: PIXMILL_MODE := each takes one folder, not "$(PIXMILL_SRC)")
endif

pixmill_hash := \#
pixmill_pictures := find -L . -type f \( -iname '*.jpg' -o -iname '*.jpeg' -o -iname '*.png' \)
pixmill_odd := $(shell cd $(PIXMILL_SRC) && $(pixmill_pictures) \
  -name '*[[:space:]:%$$=;|*?~'"'"'"\\$(pixmill_hash)]*' -print -quit)
ifneq ($(pixmill_odd),)
  $(error pixmill.mk: make cannot handle the name of $(PIXMILL_SRC)/$(pixmill_odd:./%=%) (a space or $\
    special character): rename it, or take PIXMILL_MODE := batch, which can)
endif
PIXMILL_OUTPUTS := $(patsubst ./%,$(PIXMILL_OUT)/%,$\
                     $(shell cd $(PIXMILL_SRC) && $(pixmill_pictures) | LC_ALL=C sort))

$(PIXMILL_OUT)/%: $(PIXMILL_SRC)/% $(PIXMILL_STATE)/command | $(PIXMILL_STATE)
	$(pixmill_one)

$(PIXMILL_STAMP): $(PIXMILL_OUTPUTS) | $(PIXMILL_STATE)
	@touch $@

endif

# What each picture of a rule with $(pixmill_one) was made from, the configuration included. A file
# of this list is not made by any rule.
pixmill_depfiles := $(wildcard $(PIXMILL_STATE)/*.d)
ifneq ($(pixmill_depfiles),)
$(pixmill_depfiles): ;
-include $(pixmill_depfiles)
endif

.DEFAULT_GOAL := $(pixmill_default_goal)
