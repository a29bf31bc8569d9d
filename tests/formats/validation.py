"""What the tests of the formats share: schemas, and YAML as checker reads it."""
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml


class Yaml12(yaml.SafeLoader):
    """YAML 1.2: `yes` is a word, and so is a date."""


Yaml12.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in rules
            if not tag.endswith((":bool", ":timestamp"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def yaml_of(text):
    return yaml.load(text, Yaml12)


def validator(path):
    """The validator for a schema file, which has to be a schema itself."""
    schema = json.loads(pathlib.Path(path).read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def mistakes(schema, document):
    """What is wrong with a document, in sentences."""
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}"[:300]
            for error in schema.iter_errors(document)]


def run(*words, statuses=(0,)):
    """The standard output and errors of a command that has to end with one of these statuses."""
    done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    if done.returncode not in statuses:
        sys.exit(f"{words}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout, done.stderr


class Verdict:
    """Counts what is as it should be, and says what is not."""

    def __init__(self):
        self.fine, self.wrong = 0, 0

    def expect(self, holds, sentence):
        if holds:
            self.fine += 1
        else:
            self.wrong += 1
            print(f"not so: {sentence}")

    def end(self):
        print(f"{self.fine} passed, {self.wrong} failed")
        sys.exit(self.wrong > 0)
