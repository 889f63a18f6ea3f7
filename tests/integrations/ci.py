"""integrations/ci: the GitHub Action and the GitLab template are well-formed, their shell is clean,
and the cache that one run saves spares the next, in a fresh clone, all encoding."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from action_runner import EXPRESSION, ActionRun, CacheService
from support import PIXMILL, PixmillTest, contents, main

try:
    import yaml
except ImportError as error:
    raise SystemExit("The CI tests need PyYAML (Debian: python3-yaml; ./dev deps).") from error

PROJECT = Path(__file__).parents[2]
CI = PROJECT / "integrations" / "ci"
EXAMPLE = PROJECT / "examples" / "ci"

STEP_KEYS = {"name", "id", "if", "uses", "with", "run", "shell", "env", "working-directory"}
CONTEXTS = {"inputs", "github", "runner", "steps"}


def load(path):
    """A YAML file; `on` stays a word, which YAML 1.1 takes for a truth value."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def expressions(node):
    """Every ${{ }} in the strings below a node."""
    if isinstance(node, dict):
        return [e for value in node.values() for e in expressions(value)]
    if isinstance(node, list):
        return [e for value in node for e in expressions(value)]
    return EXPRESSION.findall(node)


class Tool(PixmillTest):
    """What a test of this file may need."""

    def need(self, program):
        """Fails clearly where a tool is missing."""
        self.assertIsNotNone(shutil.which(program),
                             f"{program} is needed for this test (./dev deps)")

    def command(self, *command, cwd=None, expect=0, **environment):
        """What a command printed."""
        done = subprocess.run([os.fspath(part) for part in command], cwd=cwd or self.dir,
                              env=self.environment() | environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=120, check=False)
        self.assertEqual(done.returncode, expect, f"{command}\n{done.stdout}")
        return done.stdout

    def commit_example(self):
        """A repository with the example's sources."""
        self.need("git")
        origin = self.dir / "origin"
        shutil.copytree(EXAMPLE, origin)
        git = ["git", "-c", "user.name=Tester", "-c", "user.email=tester@example.org"]
        self.command("git", "init", "-q", "-b", "main", cwd=origin)
        self.command("git", "add", "-A", cwd=origin)
        self.command(*git, "commit", "-q", "-m", "A site", cwd=origin)
        return origin

    def clone(self, origin, name):
        """A fresh clone: new dates, another place."""
        self.command("git", "clone", "-q", origin, self.dir / name)
        return self.dir / name


class Schema(Tool):
    """What a linter of actions looks at."""

    def setUp(self):
        super().setUp()
        self.action = load(CI / "action.yml")

    def test_the_action_has_the_keys_that_a_composite_action_has(self):
        self.assertEqual(set(self.action),
                         {"name", "description", "branding", "inputs", "outputs", "runs"})
        self.assertEqual(set(self.action["runs"]), {"using", "steps"})
        self.assertEqual(self.action["runs"]["using"], "composite")

    def test_inputs_and_outputs_are_described(self):
        for name, facts in self.action["inputs"].items():
            self.assertTrue(facts.get("description"), name)
            self.assertLessEqual(set(facts), {"description", "required", "default"}, name)
            self.assertNotEqual("required" in facts, "default" in facts, name)
        for name, facts in self.action["outputs"].items():
            self.assertEqual(set(facts), {"description", "value"}, name)

    def test_steps_either_run_in_a_named_shell_or_use_a_pinned_action(self):
        for step in self.action["runs"]["steps"]:
            self.assertLessEqual(set(step), STEP_KEYS, step["name"])
            self.assertNotEqual("run" in step, "uses" in step, step["name"])
            if "run" in step:
                self.assertEqual(step["shell"], "bash", step["name"])
            else:
                self.assertRegex(step["uses"], r"^[\w./-]+@[0-9a-f]{40}$", step["name"])

    def test_no_expression_stands_in_a_shell_text(self):
        for step in self.action["runs"]["steps"]:
            self.assertNotIn("${{", step.get("run", ""), "what is put there becomes shell code")

    def test_braces_of_expressions_are_balanced(self):
        for path in (CI / "action.yml", EXAMPLE / ".github" / "workflows" / "site.yml"):
            text = path.read_text(encoding="utf-8")
            self.assertEqual(text.count("${{"), len(EXPRESSION.findall(text)), path)
            self.assertEqual(text.count("${{"), text.count("}}"), path)

    def test_expressions_refer_to_what_there_is(self):
        seen = set()
        for step in self.action["runs"]["steps"]:
            for expression in expressions(step):
                self.check_references(expression, seen)
            seen.add(step.get("id"))
        for expression in expressions(self.action["outputs"]):
            self.check_references(expression, seen)

    def check_references(self, expression, steps):
        """Inputs must be declared, and steps must come earlier."""
        bare = re.sub(r"'[^']*'", "", expression)
        for context, name in re.findall(r"\b([a-z]+)\.([\w-]+)", bare):
            if f".{context}." in bare:
                continue  # a deeper part of a longer reference
            self.assertIn(context, CONTEXTS, expression)
            if context == "inputs":
                self.assertIn(name, self.action["inputs"], expression)
            if context == "steps":
                self.assertIn(name, steps, expression)

    def test_every_input_is_used_and_documented(self):
        text = (CI / "action.yml").read_text(encoding="utf-8")
        readme = (CI / "README.md").read_text(encoding="utf-8")
        for name in [*self.action["inputs"], *self.action["outputs"]]:
            self.assertIn(f"`{name}`", readme)
        for name in self.action["inputs"]:
            self.assertIn(f"inputs.{name}", text)

    def test_every_step_script_is_there_and_can_be_run(self):
        for step in self.action["runs"]["steps"]:
            for name in re.findall(r"steps/[\w.-]+", step.get("run", "")):
                self.assertTrue(os.access(CI / name, os.X_OK), name)

    def test_the_example_workflow_gives_the_action_what_it_takes(self):
        steps = load(EXAMPLE / ".github" / "workflows" / "site.yml")["jobs"]["build"]["steps"]
        [use] = [step for step in steps if "integrations/ci" in step.get("uses", "")]
        required = {name for name, facts in self.action["inputs"].items()
                    if facts.get("required") == "true"}
        self.assertLessEqual(required, set(use["with"]))
        self.assertLessEqual(set(use["with"]), set(self.action["inputs"]))

    def test_the_version_that_readers_copy_is_the_project_s(self):
        text = (PROJECT / "CMakeLists.txt").read_text(encoding="utf-8")
        [version] = re.findall(r"project\(pixmill VERSION (\S+)", text)
        for path, count in ((PROJECT / "README.md", 1), (CI / "README.md", 2),
                            (CI.parent / "pre-commit" / "README.md", 1),
                            (CI.parent / "pelican" / "pyproject.toml", 1),
                            (EXAMPLE / ".github" / "workflows" / "site.yml", 1),
                            (EXAMPLE / ".gitlab-ci.yml", 1)):
            found = re.findall(r"""(?:integrations/ci@v|rev: v|pixmill/v|\nversion = ")([\d.]+)""",
                               path.read_text(encoding="utf-8"))
            self.assertEqual(found, [version] * count, path)

    def test_the_gitlab_template_keeps_the_cache_in_the_project(self):
        job = load(CI / "gitlab.yml")[".pixmill"]
        self.assertEqual(job["variables"]["PIXMILL_CACHE_DIR"],
                         "$CI_PROJECT_DIR/" + job["cache"]["paths"][0])
        self.assertEqual(job["variables"]["PIXMILL_CACHE_POLICY"], "pull")
        self.assertEqual(job["rules"][0]["variables"]["PIXMILL_CACHE_POLICY"], "pull-push")
        example = load(EXAMPLE / ".gitlab-ci.yml")["pictures"]
        self.assertEqual(example["extends"], ".pixmill")
        self.assertLessEqual(set(example["variables"]), set(job["variables"]))

    def test_shellcheck_has_nothing_to_say(self):
        self.need("shellcheck")
        gitlab = self.dir / "gitlab.sh"
        gitlab.write_text("#!/bin/sh\n" + "\n".join(load(CI / "gitlab.yml")[".pixmill"]["script"]))
        self.command("shellcheck", *sorted((CI / "steps").glob("*.sh")), gitlab)


class GitHub(Tool):
    """The whole action, step by step, over several runs."""

    def setUp(self):
        super().setUp()
        self.origin = self.commit_example()
        self.service = CacheService(self.dir / "service")
        self.runs = 0

    def act(self, expect_failure=False, checkout=None, inputs=None, **github):
        """One workflow run in a fresh clone; the run and its outputs."""
        self.runs += 1
        workspace = checkout or self.clone(self.origin, f"clone {self.runs}")
        run = ActionRun(load(CI / "action.yml"), CI, workspace, self.service, self.environment())
        context = {"event_name": "push", "ref": "refs/heads/main", "run_id": str(self.runs),
                   "run_attempt": "1", "event.repository.default_branch": "main"} | github
        outputs = run.run({"source": "images", "output": "public/images",
                           "program": os.path.abspath(PIXMILL)} | (inputs or {}), context)
        self.assertEqual(run.failed, expect_failure, run.log)
        return run, outputs

    def pull_request(self, **more):
        return self.act(event_name="pull_request", ref="refs/pull/7/merge", **more)

    def test_the_second_build_in_a_fresh_clone_encodes_nothing(self):
        first, first_outputs = self.act()
        second, second_outputs = self.act()

        self.assertEqual((first_outputs["images"], first_outputs["encodes"]), ("3", "3"))
        self.assertEqual((second_outputs["images"], second_outputs["encodes"]), ("3", "0"))
        self.assertEqual(contents(second.workspace / "public"),
                         contents(first.workspace / "public"))

    def test_a_cache_that_is_as_it_was_is_not_saved_again(self):
        self.act()
        self.act()

        self.assertEqual(len(self.service.keys), 1)

    def test_a_changed_picture_is_done_alone_and_saved_under_a_new_key(self):
        self.act()
        workspace = self.clone(self.origin, "changed")
        shutil.copy(workspace / "images" / "travel" / "old harbour.jpg",
                    workspace / "images" / "screenshot.jpg")
        (workspace / "images" / "travel" / "dunes.jpg").unlink()
        self.make_pictures(3, seed=99)
        shutil.copy(self.src / "photos" / "photo-0.jpg", workspace / "images" / "new.jpg")

        _, outputs = self.act(checkout=workspace)

        self.assertEqual(outputs["encodes"], "1")
        self.assertEqual(len(set(self.service.keys)), 2)

    def test_what_the_last_build_did_not_use_is_not_carried_on(self):
        self.act(checkout=self.clone(self.origin, "work"))
        shutil.rmtree(self.dir / "work")  # a runner checks out to the same place each time
        workspace = self.clone(self.origin, "work")
        self.command("git", "rm", "-q", "-r", "images/travel", cwd=workspace)

        run, _ = self.act(checkout=workspace)

        # a picture leaves two: its own, and the one by which its output is known if it is optimized
        self.assertIn('"results_removed":4,', run.log)
        self.assertEqual(self.results_in(run.workspace), 2)
        self.assertEqual(len(self.service.keys), 2)

    def results_in(self, workspace):
        """How many results the cache of a checkout holds."""
        return json.loads(self.run_pixmill("cache", "stats", "--json", "--cache-dir",
                                           workspace / ".cache" / "pixmill").stdout)["results"]

    def test_a_pull_request_reads_the_cache_and_leaves_none(self):
        self.act()

        _, outputs = self.pull_request()

        self.assertEqual(outputs["encodes"], "0")
        self.assertEqual(len(self.service.keys), 1)

    def test_a_pull_request_before_any_cache_builds_all_the_same(self):
        run, outputs = self.pull_request()

        self.assertEqual(outputs["encodes"], "3")
        self.assertEqual(self.service.keys, [])
        self.assertFalse((run.workspace / ".cache").exists())

    def test_other_branches_and_pull_request_targets_do_not_save_either(self):
        self.act(ref="refs/heads/topic")
        self.act(event_name="pull_request_target")

        self.assertEqual(self.service.keys, [])

    def test_save_can_be_asked_for_and_refused(self):
        self.act(inputs={"save": "false"})
        self.assertEqual(self.service.keys, [])
        self.act(inputs={"save": "true"}, ref="refs/heads/topic")
        self.assertEqual(len(self.service.keys), 1)

    def test_a_failed_picture_fails_the_job_and_the_rest_is_saved(self):
        workspace = self.clone(self.origin, "broken")
        (workspace / "images" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")

        run, outputs = self.act(checkout=workspace, expect_failure=True)

        self.assertIn("`broken.jpg`", run.summary.read_text(encoding="utf-8"))
        self.assertEqual(outputs["encodes"], "3")
        self.assertEqual(len(self.service.keys), 1)

    def test_the_summary_is_a_table_of_the_savings(self):
        run, outputs = self.act()

        text = run.summary.read_text(encoding="utf-8")
        self.assertIn("| format | images | before | after | saved |", text)
        self.assertRegex(text, r"(?m)^\| jpeg \| 2 \| .* kB \| .* \| \d+\.\d % \|$")
        self.assertRegex(text, r"(?m)^\| \*\*total\*\* \| 3 ")
        self.assertLess(int(outputs["output-bytes"]), int(outputs["source-bytes"]))

    def test_a_missing_program_and_a_wrong_input_are_told_plainly(self):
        run, _ = self.act(inputs={"program": "no-such-pixmill"}, expect_failure=True)
        self.assertIn("there is no program", run.log)
        run, _ = self.act(inputs={"save": "perhaps"}, expect_failure=True)
        self.assertIn("save is auto, true or false", run.log)

    def test_several_sources_and_options_reach_the_program(self):
        _, outputs = self.act(inputs={"source": "images/travel\nimages/screenshot.png\n",
                                      "options": "--preset lossless --exclude dunes.jpg"})

        self.assertEqual(outputs["images"], "2")


class GitLab(Tool):
    """The template's script, with the cache carried from job to job as GitLab does."""

    def setUp(self):
        super().setUp()
        self.origin = self.commit_example()
        self.service = CacheService(self.dir / "service")
        self.job = load(CI / "gitlab.yml")[".pixmill"]

    def run_job(self, name, policy):
        """One job in a fresh clone; its log."""
        project = self.clone(self.origin, name)
        cache = project / self.job["cache"]["paths"][0]
        self.service.restore(self.job["cache"]["key"], [self.job["cache"]["key"]], cache)
        variables = self.job["variables"] | {"PIXMILL_CACHE_POLICY": policy,
                                             "PIXMILL_CACHE_DIR": str(cache)}
        bin_folder = self.dir / "bin"
        bin_folder.mkdir(exist_ok=True)
        if not (bin_folder / "pixmill").exists():
            (bin_folder / "pixmill").symlink_to(os.path.abspath(PIXMILL))
        log = self.command("sh", "-c", "\n".join(self.job["script"]), cwd=project,
                           PATH=f"{bin_folder}:{os.environ['PATH']}", **variables)
        if policy == "pull-push":
            self.service.keys.clear()  # a key may be written again on GitLab
            self.service.save(self.job["cache"]["key"], cache)
        return log

    def test_the_second_job_in_a_fresh_clone_encodes_nothing(self):
        first = self.run_job("first", "pull-push")
        second = self.run_job("second", "pull-push")

        self.assertIn("3 encoded, 0 from the cache", first)
        self.assertIn("0 encoded, 3 from the cache", second)

    def test_a_merge_request_reads_only(self):
        self.run_job("main", "pull-push")

        log = self.run_job("request", "pull")

        self.assertIn("0 encoded, 3 from the cache", log)


if __name__ == "__main__":
    main()
