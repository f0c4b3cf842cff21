"""What is stored about logins, mail and work (newsroom/models.py, newsroom/accounts/models.py, and
what Django and its queue bring along)."""

from newsroom.operations.personal_data.entry import Held, nobody, staff

LOGIN = "who logs in is who they say"
AS_LOGIN = "as long as the login"

TABLE = {
    "newsroom.User": staff(
        "id is_superuser is_staff is_active groups user_permissions", why=LOGIN, kept=AS_LOGIN,
        username="the name that is typed", password="a digest of it", first_name="", last_name="",
        email="", last_login="", date_joined="", story_mail="which mail is wished", review_mail="",
        reply_mail="", replies_told_at="",
    ),
    "newsroom.Mail": Held(
        "id state due_at sent_at attempts sender message_id",
        {"to": "to whom", "subject": "", "written_at": "when", "content": "the whole of it",
         "error": "what the mail server answered; it may repeat the address"},
        whose="whoever is written to, and those it tells about",
        why="mail waits here until a server takes it, and it is known what became of it",
        kept="text {mail texts}, the rest {mails}",
        erased="mails to the address are deleted, also while they wait; of others the text, where"
        " it shows a reply of theirs or the address",
    ),
    "newsroom.Import": staff("id source files state started_at seen_at ended_at summary counts",
                             why="what came in can be looked up", kept="for good",
                             by="who ran it"),
    "newsroom.Imported": nobody(
        "id source kind key number digest article picture section topic author"
    ),
    "newsroom.ImportLine": Held(
        "id run outcome kind file line number about article picture",
        {"subject": "what it is called there; of an author the name", "words": ""},
        whose="authors of what came in", why="what came in, and what did not, can be looked up",
        kept="{import reports}", erased="lines with the address are struck out",
    ),
    "newsroom.Announcement": nobody("id key moved due_at attempts error"),
    "newsroom.FeedClock": nobody("id until"),
    "newsroom.PolicyReport": nobody(
        "id directive blocked source line page count first_at last_at"
    ),
    "newsroom.Heartbeat": nobody("worker started_at seen_at"),
    "newsroom.Chore": nobody("name begun_at ended_at deleted error"),
    "accounts.Wait": Held(
        "id tries until tried_at", {"key": "a digest of who tries what"},
        whose="whoever tries to log in", why="nobody guesses passwords for ever",
        kept="until a day after the last try", erased="stays: nobody is known by it",
    ),
    "accounts.SignIn": staff(
        "id at", why="logins from elsewhere are noticed, and can be ended",
        kept="{sign ins}", user="who", session_key="",
        network="from where", browser="with what", seen_at="when last",
    ),
    "accounts.AuthenticatorApp": staff("id last_step added_at", why=LOGIN, kept=AS_LOGIN,
                                       user="whose", secret=""),
    "accounts.RecoveryCode": staff("id", why=LOGIN, kept="until it is used", user="whose",
                                   digest=""),
    "accounts.Passkey": staff("id signature_count added_at", why=LOGIN, kept=AS_LOGIN,
                              user="whose", name="", credential_id="", credential="", used_at=""),
    "accounts.DemandingRole": nobody("id group"),
    "admin.LogEntry": staff(
        "id action_time content_type object_id action_flag change_message",
        why="Django's own log of forms in the admin", kept="for good", user="who",
        object_repr="what it is called; an address in it is struck out by an erasure",
    ),
    "auth.Group": nobody("id name permissions"),
    "auth.Permission": nobody("id name content_type codename"),
    "contenttypes.ContentType": nobody("id app_label model"),
    "sessions.Session": staff("expire_date", why="a login lasts", kept="{sessions}",
                              session_key="", session_data="who is logged in, signed"),
    "django_tasks_database.DBTaskResult": Held(
        "id status enqueued_at started_at finished_at priority task_path worker_ids queue_name"
        " backend_name run_after return_value exception_class_path",
        {"args_kwargs": "numbers of what is to be done; of “forgot my password” what was typed",
         "traceback": "where it failed; it may repeat what was typed"},
        whose="whoever it is done for", why="work that is done later", kept="{tasks}",
        erased="those that are done and name the address are deleted",
    ),
}  # fmt: skip
