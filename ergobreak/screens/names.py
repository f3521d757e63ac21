"""The screens there are, by the name a card gives: where each is opened. Names only; importing this costs nothing."""

from __future__ import annotations

SCREENS = {
    "break": "ergobreak.screens.break_screen:open_break",
    "routine": "ergobreak.screens.routine_screen:open_routine",
    "posture": "ergobreak.screens.posture_screen:open_posture",
    "check_in": "ergobreak.screens.check_in_screen:open_check_in",
    "red_flags": "ergobreak.screens.red_flags_screen:open_red_flags",
    "question": "ergobreak.screens.question_screen:open_question",
    "today": "ergobreak.screens.today_screen:open_today",
    "settings": "ergobreak.screens.settings_screen:open_settings",
    "welcome": "ergobreak.screens.welcome_screen:open_welcome",
    "library": "ergobreak.screens.library_screen:open_library",
    "workstation": "ergobreak.screens.workstation_screen:open_workstation",
}
