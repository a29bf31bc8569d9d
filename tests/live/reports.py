"""What tests/live/reports has printed, in the current folder."""

import json
import re
import xml.etree.ElementTree

STATUS = {"fails": "fail", "together": "fail", "holds": "ok", "open": "open", "error": "error"}
ELEMENT = {"fail": "failure", "ok": None, "open": "skipped", "error": "error"}


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def check_json(name, text):
    answer = json.loads(text)
    assert answer["status"] == STATUS[name], answer
    assert answer["ok"] == (name == "holds"), answer
    if name == "error":
        assert "No such file" in answer["error"], answer
        return
    kind = answer["verdict"]["kind"]
    assert text.count("\n") == 1
    assert f'{kind}' in read(f"{name}.text"), kind
    assert f'{answer["executions"]} executions' in read(f"{name}.text")
    assert (answer["counterexample"] is not None) == (STATUS[name] == "fail")
    if STATUS[name] == "fail":
        steps = answer["counterexample"]["steps"]
        assert [step["does"] for step in steps] == ["mutex lock", "mutex lock"], steps
        assert steps[0]["thread"] != steps[1]["thread"], steps
        assert all(re.fullmatch(r"two_locks\.c:\d+", step["source"]) for step in steps), steps
        assert answer["failures"] == {"deadlock": 1}, answer
        assert read(answer["trace"]).count("mutex lock") == 2
    if name == "open":
        assert 0 < answer["explored"] < 1, answer
    if name == "holds":
        assert answer["executions"] == 14400 and answer["explored"] == 1, answer


def check_junit(name, text):
    suite = xml.etree.ElementTree.fromstring(text).find("testsuite")
    wanted = ELEMENT[STATUS[name]]
    assert [child.tag for child in suite.find("testcase")] == ([wanted] if wanted else []), text
    assert suite.get("tests") == "1"
    for attribute, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert suite.get(attribute) == str(int(element == wanted)), text
    if STATUS[name] == "fail":
        assert "waits: mutex lock" in suite.find("testcase/failure").text


def check_tap(name, text):
    lines = text.splitlines()
    assert lines[0] == "TAP version 13" and lines[-1] == "1..1", text
    assert lines[1].startswith("ok 1 - " if name in ("holds", "open") else "not ok 1 - "), text
    assert ("# SKIP" in lines[1]) == (name == "open"), text
    assert all(line.startswith("#") for line in lines[2:-1]), text


def main():
    for name in STATUS:
        check_json(name, read(f"{name}.json"))
        check_junit(name, read(f"{name}.junit"))
        check_tap(name, read(f"{name}.tap"))
    for name in ("long1", "long2"):
        shares = re.findall(r"executions, some (\S+) %", read(f"{name}.errors"))
        assert shares, read(f"{name}.errors")
        numbers = [float(share) for share in shares]
        assert numbers == sorted(numbers) and numbers[-1] < 100, numbers
        assert "incomplete: time" in read(f"{name}.text") and " % of the search" in read(f"{name}.text")


main()
