"""Runs a composite GitHub Action on this machine: its expressions, conditions, environment, outputs
and the cache service, as far as integrations/ci/action.yml needs them. What it does not know makes
it fail, so that nothing is passed over."""

import os
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
REFERENCE = re.compile(r"\b(?:inputs|github|runner|steps)(?:\.[\w-]+)+")


class CacheService:
    """Immutable entries; restored by exact key, else the newest that begins as a restore key."""

    def __init__(self, folder):
        self.folder = folder
        self.keys = []
        folder.mkdir(parents=True, exist_ok=True)

    def save(self, key, path):
        """As actions/cache/save: an entry that is there stays as it is."""
        if key in self.keys:
            return
        with tarfile.open(self.folder / f"{len(self.keys)}.tar", "w") as archive:
            archive.add(path, arcname="cache")
        self.keys.append(key)

    def restore(self, key, prefixes, path):
        """The key that matched, or nothing. Files come back with new dates and inodes."""
        found = [k for k in self.keys if k == key]
        for prefix in prefixes:
            found = found or [k for k in self.keys if k.startswith(prefix)]
        if not found:
            return ""
        with tarfile.open(self.folder / f"{self.keys.index(found[-1])}.tar") as archive:
            archive.extractall(path.parent / ".unpacked")
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / ".unpacked" / "cache").rename(path)
        (path.parent / ".unpacked").rmdir()
        for file in path.rglob("*"):
            os.utime(file)
        return found[-1]


class ActionRun:
    """One run of the action in a checkout."""

    def __init__(self, action, folder, workspace, cache, environment):
        self.action = action
        self.folder = folder  # where action.yml lies
        self.workspace = workspace
        self.cache = cache
        self.environment = environment
        self.values = {}
        self.log = ""
        self.failed = False
        self.temp = Path(tempfile.mkdtemp(prefix="runner-", dir=workspace.parent))
        self.summary = self.temp / "summary.md"

    def run(self, inputs, github):
        """All steps; returns the action's outputs."""
        declared = self.action["inputs"]
        unknown = set(inputs) - set(declared)
        assert not unknown, f"no such inputs: {unknown}"
        for name, facts in declared.items():
            assert name in inputs or not facts.get("required"), f"{name} is missing"
            self.values[f"inputs.{name}"] = inputs.get(name, facts.get("default", ""))
        self.values |= {f"github.{name}": value for name, value in github.items()}
        self.values |= {"runner.os": "Linux", "runner.arch": "X64"}
        for step in self.action["runs"]["steps"]:
            self.step(step)
        return {name: self.expand(facts["value"])
                for name, facts in self.action["outputs"].items()}

    # ---- expressions --------------------------------------------------------------------------

    def lookup(self, reference):
        """A context's value; a step that did not run has empty outputs, as on GitHub."""
        if reference.startswith("steps."):
            return self.values.get(reference, "")
        return self.values[reference]

    def evaluate(self, expression):
        """References, ==, !=, &&, ||, and cancelled(), of which there is none here."""
        text = expression.replace("!cancelled()", "True")
        text = REFERENCE.sub(lambda match: repr(str(self.lookup(match.group()))), text)
        text = text.replace("&&", " and ").replace("||", " or ")
        rest = re.sub(r"'[^']*'|True|==|!=|\band\b|\bor\b|[()\s]", "", text)
        assert not rest, f"this runner does not know {rest!r} in {expression!r}"
        return eval(text, {"__builtins__": {}})  # only literals and operators are left

    def expand(self, text):
        """Every ${{ }} of a value replaced."""
        return EXPRESSION.sub(lambda match: str(self.evaluate(match.group(1))), str(text))

    # ---- steps --------------------------------------------------------------------------------

    def step(self, step):
        """One step, if its condition holds; without one, only while none has failed."""
        if "if" in step:
            if not self.evaluate(EXPRESSION.fullmatch(step["if"]).group(1)):
                return
        elif self.failed:
            return
        name = f"steps.{step['id']}.outputs." if "id" in step else None
        outputs = self.uses(step) if "uses" in step else self.shell(step)
        for key, value in outputs.items():
            if name:
                self.values[name + key] = value

    def uses(self, step):
        """The two actions that are known here."""
        inputs = {key: self.expand(value) for key, value in step["with"].items()}
        path = self.workspace / inputs["path"]
        if step["uses"].startswith("actions/cache/save@"):
            self.cache.save(inputs["key"], path)
            return {}
        assert step["uses"].startswith("actions/cache/restore@"), step["uses"]
        matched = self.cache.restore(inputs["key"], inputs["restore-keys"].split(), path)
        return {"cache-primary-key": inputs["key"], "cache-matched-key": matched}

    def shell(self, step):
        """A run step, as GitHub's bash is called."""
        output = self.temp / f"{step['id']}.output"
        output.touch()
        own = {key: self.expand(value) for key, value in step.get("env", {}).items()}
        files = {"GITHUB_OUTPUT": output, "GITHUB_STEP_SUMMARY": self.summary,
                 "GITHUB_ACTION_PATH": self.folder, "RUNNER_TEMP": self.temp}
        environment = self.environment | {k: str(v) for k, v in files.items()} | own
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c",
                               self.expand(step["run"])],
                              cwd=self.workspace, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=120, check=False)
        self.log += done.stdout
        self.failed = self.failed or done.returncode != 0
        lines = output.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)
