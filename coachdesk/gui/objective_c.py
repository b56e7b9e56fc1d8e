"""As much of macOS's Objective-C runtime as two small wishes need: send a message, make a class with methods.

Written by Apple's documentation of the runtime; never run, for want of a Mac to run it on.
"""

import ctypes
import ctypes.util
from collections.abc import Callable, Mapping
from typing import Any

_Method = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class Runtime:
    """The runtime of this process."""

    def __init__(self) -> None:
        self._library: Any = ctypes.CDLL(ctypes.util.find_library("objc"))
        for name in ("objc_getClass", "sel_registerName", "objc_allocateClassPair"):
            getattr(self._library, name).restype = ctypes.c_void_p
        self._kept: list[Any] = []

    def send(self, receiver: int | None, message: str, *arguments: int | None) -> int | None:
        """Sends a message whose arguments and answer are objects or whole numbers."""
        kinds = [ctypes.c_void_p] * (2 + len(arguments))
        call = ctypes.CFUNCTYPE(ctypes.c_void_p, *kinds)(("objc_msgSend", self._library))
        answer: int | None = call(receiver, self.selector(message), *arguments)
        return answer

    def named(self, name: str) -> int | None:
        """A class."""
        found: int | None = self._library.objc_getClass(name.encode())
        return found

    def selector(self, name: str) -> int | None:
        """The name of a message."""
        found: int | None = self._library.sel_registerName(name.encode())
        return found

    def text(self, text: str) -> int | None:
        """A string."""
        data = ctypes.create_string_buffer(text.encode())
        return self.send(self.named("NSString"), "stringWithUTF8String:", ctypes.addressof(data))

    def observer(self, name: str, methods: Mapping[str, Callable[[], object]]) -> int | None:
        """An object whose methods (``"slept:"``) take one object each, which is not looked at."""
        made = self._library.objc_allocateClassPair(
            ctypes.c_void_p(self.named("NSObject")), name.encode(), ctypes.c_size_t(0)
        )
        for message, act in methods.items():
            method = _Method(lambda _self, _message, _note, act=act: act() and None)
            self._kept.append(method)
            self._library.class_addMethod(
                ctypes.c_void_p(made), ctypes.c_void_p(self.selector(message)), method, b"v@:@"
            )
        self._library.objc_registerClassPair(ctypes.c_void_p(made))
        return self.send(made, "new")
