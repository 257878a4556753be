"""Reads lines of type, md5 and hexadecimal bytes; checks each against genpy's class of the type."""
import io
import sys

import genpy
import roslib.message

for line in open(sys.argv[1]):
    name, md5, text = line.split()
    kind = roslib.message.get_message_class(name)
    if kind is None:
        continue
    assert kind._md5sum == md5, (name, kind._md5sum, md5)
    data = bytes.fromhex(text)
    message = kind().deserialize(data)
    again = io.BytesIO()
    message.serialize(again)
    assert again.getvalue() == data, name
    print(name)
