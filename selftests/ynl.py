#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
#
# The kernel's own netlink client, told on stdin what to ask and what the
# answer has to be. Each line has fields with tabs between them; requests and
# answers are YAML. One line comes back: "ok", or what is wrong.
#
#   ask OPERATION REQUEST ANSWER     the answer has at least that
#   dump OPERATION REQUEST ANSWERS   as many, each has at least that
#   refuse OPERATION REQUEST ERROR   {error: NAME, msg: SENTENCE, bad-attr: PATH}
#   hear EVENTS                      the next events, each with at least that
#   unused                           operations of the spec that were not tried
#
# usage: ynl.py DIR SPEC SCHEMA    DIR has the client

import errno
import ipaddress
import os
import select
import sys
import time

import yaml

WAIT_S = int(os.environ.get("WAIT_MS", "20000")) / 1000


def has(got, wanted):
    """Whether an answer has all that is wanted of it."""
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(
            k in got and has(got[k], v) for k, v in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list) and len(got) == len(wanted) and all(
            map(has, got, wanted))
    return got == wanted


class Client:
    def __init__(self, directory, spec, schema):
        # Where it lies depends on the kernel's version.
        for path in "pyynl", "":
            if os.path.isdir(os.path.join(directory, path, "lib")):
                sys.path.insert(0, os.path.join(directory, path))
                break
        import lib
        self.error = lib.NlError
        self.family = lib.YnlFamily(spec, schema)
        self.listener = lib.YnlFamily(spec, "")
        self.listener.ntf_subscribe("config")
        self.used = set()

    # The client wants addresses as the kernel has them.
    def request(self, operation, text):
        attrs = self.family.ops[operation].attr_set
        request = yaml.safe_load(text)
        for name, value in request.items():
            hint = attrs[name].display_hint
            if hint == "mac":
                request[name] = bytes.fromhex(value.replace(":", ""))
            elif hint == "ipv4":
                request[name] = int(ipaddress.IPv4Address(value))
            elif hint == "ipv6":
                request[name] = ipaddress.IPv6Address(value).packed
        return request

    def ask(self, operation, request, wanted):
        self.used.add("do " + operation)
        got = self.family.do(operation, self.request(operation, request))
        return self.compare(got, wanted)

    def dump(self, operation, request, wanted):
        self.used.add("dump " + operation)
        got = self.family.dump(operation, self.request(operation, request))
        return self.compare(got, wanted)

    def refuse(self, operation, request, wanted):
        try:
            got = self.family.do(operation, self.request(operation, request))
        except self.error as refusal:
            got = dict(refusal.nl_msg.extack or {})
            got["error"] = errno.errorcode[refusal.error]
        return self.compare(got, wanted)

    def events(self):
        queue = getattr(self.listener, "async_msg_queue")
        if isinstance(queue, list):
            return len(queue), queue
        return queue.qsize(), list(queue.queue)

    def hear(self, wanted):
        count = len(yaml.safe_load(wanted))
        end = time.monotonic() + WAIT_S
        self.listener.check_ntf()
        while self.events()[0] < count and time.monotonic() < end:
            select.select([self.listener.sock], [], [], 0.1)
            self.listener.check_ntf()
        got = self.events()[1][:]
        queue = self.listener.async_msg_queue
        if isinstance(queue, list):
            queue.clear()
        else:
            queue.queue.clear()
        self.used.update(event["name"] for event in got)
        return self.compare([{event["name"]: event["msg"]} for event in got],
                            wanted)

    def unused(self):
        all_of_them = set()
        for name, op in self.family.msgs.items():
            if op.is_async:
                all_of_them.add(name)
                continue
            for mode in "do", "dump":
                if mode in op.modes:
                    all_of_them.add(mode + " " + name)
        return ", ".join(sorted(all_of_them - self.used)) or "ok"

    @staticmethod
    def compare(got, wanted):
        wanted = yaml.safe_load(wanted)
        return "ok" if has(got, wanted) else "got " + repr(got)


def main():
    client = Client(*sys.argv[1:])
    print("ready", flush=True)
    for line in sys.stdin:
        verb, *args = line.rstrip("\n").split("\t")
        try:
            answer = getattr(client, verb)(*args)
        except Exception as problem:
            answer = type(problem).__name__ + ": " + str(problem)
        print(answer.replace("\n", " "), flush=True)


if __name__ == "__main__":
    main()
