"""Hears notifications of macOS through the Objective-C runtime.

| call | documented in |
| --- | --- |
| objc_getClass, objc_allocateClassPair, class_addMethod, objc_registerClassPair | objc/runtime.h |
| sel_registerName, objc_msgSend | objc/objc.h, objc/message.h |
| NSWorkspace sharedWorkspace, notificationCenter | AppKit/NSWorkspace.h |
| NSDistributedNotificationCenter defaultCenter | Foundation/NSDistributedNotificationCenter.h |
| addObserver:selector:name:object:[suspensionBehavior:] | the same, and NSNotification.h |

They come on the main thread, while a run loop of Core Foundation runs there: under Qt, not under a
loop of our own.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

LIBRARY = "/usr/lib/libobjc.dylib"
APPKIT = "/System/Library/Frameworks/AppKit.framework/AppKit"

_DELIVER_IMMEDIATELY = 4
"""NSNotificationSuspensionBehaviorDeliverImmediately: a program in the menu bar is never the active
one, and would else hear of the lock screen when it is."""

_CLASS = b"KnotbreakObserver"
_HEARD = "heard:"
_HEARD_TYPES = b"v@:@"
"""Returns nothing; takes the object, the selector and an object (Objective-C type encodings)."""

_Imp = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class MacosNotifications:
    """Calls functions when macOS posts what they wait for; its `observe` is for `MacosSource`.

    Args:
        objc: libobjc.
        post: Calls a function from the program's loop.

    Raises:
        OSError: when the runtime takes no class of ours.
    """

    def __init__(self, objc: Any, post: Callable[[Callable[[], None]], None]) -> None:
        self._objc = objc
        self._post = post
        self._waiting: dict[str, Callable[[], None]] = {}
        # Objective-C calls this for as long as the process lives: it must not be collected.
        self._imp = _Imp(self._on_heard)
        self._observer = self._send(self._new_class(), "new")
        workspace = self._send(self._class(b"NSWorkspace"), "sharedWorkspace")
        self._local = self._send(workspace, "notificationCenter")
        self._distributed = self._send(
            self._class(b"NSDistributedNotificationCenter"), "defaultCenter"
        )

    def observe(self, name: str, fn: Callable[[], None]) -> Callable[[], None]:
        """Call `fn` on the loop at each notification of a name; the result ends that."""
        raw = self._send(self._class(b"NSString"), "alloc")
        string = self._send(raw, "initWithUTF8String:", name.encode())
        heard = self._selector(_HEARD)
        if name.startswith("NS"):
            center = self._local
            add = "addObserver:selector:name:object:"
            self._send(center, add, self._observer, heard, string, None)
        else:
            center = self._distributed
            add = "addObserver:selector:name:object:suspensionBehavior:"
            self._send(center, add, self._observer, heard, string, None, _DELIVER_IMMEDIATELY)
        self._waiting[name] = fn

        def end() -> None:
            del self._waiting[name]
            self._send(center, "removeObserver:name:object:", self._observer, string, None)

        return end

    def _on_heard(self, _observer: int, _selector: int, notification: int) -> None:
        string = self._send(notification, "name")
        name = self._send(string, "UTF8String", returns=ctypes.c_char_p)
        fn = self._waiting.get(name.decode())
        if fn is not None:
            self._post(fn)

    def _new_class(self) -> int:
        """NSObject with one method more."""
        allocate = self._objc.objc_allocateClassPair
        allocate.restype = ctypes.c_void_p
        allocate.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t)
        made = allocate(self._class(b"NSObject"), _CLASS, 0)
        if not made:
            raise OSError
        add = self._objc.class_addMethod
        add.argtypes = (ctypes.c_void_p, ctypes.c_void_p, _Imp, ctypes.c_char_p)
        add(made, self._selector(_HEARD), self._imp, _HEARD_TYPES)
        register = self._objc.objc_registerClassPair
        register.argtypes = (ctypes.c_void_p,)
        register(made)
        return int(made)

    def _class(self, name: bytes) -> int:
        get = self._objc.objc_getClass
        get.restype = ctypes.c_void_p
        get.argtypes = (ctypes.c_char_p,)
        found = get(name)
        if not found:
            raise OSError
        return int(found)

    def _selector(self, name: str) -> int:
        register = self._objc.sel_registerName
        register.restype = ctypes.c_void_p
        register.argtypes = (ctypes.c_char_p,)
        return int(register(name.encode()))

    def _send(
        self,
        receiver: int,
        selector: str,
        *args: int | bytes | None,
        returns: Any = ctypes.c_void_p,
    ) -> Any:
        """Send a message. Each argument is a pointer, a string or as wide as a pointer."""
        send = self._objc.objc_msgSend
        # The true shape of each call: arm64 passes arguments of variadic functions otherwise.
        send.restype = returns
        kinds = (ctypes.c_char_p if isinstance(arg, bytes) else ctypes.c_void_p for arg in args)
        send.argtypes = (ctypes.c_void_p, ctypes.c_void_p, *kinds)
        return send(receiver, self._selector(selector), *args)


def macos_notifications(post: Callable[[Callable[[], None]], None]) -> MacosNotifications:
    """Those of this session; raises OSError where they cannot be had."""
    # Loaded for its classes.
    ctypes.CDLL(APPKIT)
    return MacosNotifications(ctypes.CDLL(LIBRARY), post)
