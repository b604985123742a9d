"""Accounts: who may come in, what each role may do, and what a stranger cannot make a browser do."""

from __future__ import annotations

import json
import re
import stat
from urllib.parse import quote

import pytest
from tests.web.html_check import faults
from typer.testing import CliRunner

from tilth.cli.app import app as commands
from tilth.desk.refusal import Refusal
from tilth.store.accounts import IDLE_S, SESSION_S, Accounts, accounts_path, has_accounts

HTML = {"accept": "text/html"}
PASSWORD = "four words in a row"
NOW = 1_800_000_000.0


@pytest.fixture(autouse=True)
def _light_hashing(monkeypatch):
    """Real parameters cost a fifth of a second a login; that they are the library's own has a test."""
    from argon2 import PasswordHasher

    light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("tilth.store.accounts._hasher", lambda: light)


@pytest.fixture
def accounts(tmp_path):
    made = Accounts(tmp_path / "x.gpkg.accounts")
    yield made
    made.close()


@pytest.fixture
def many(own_file, open_room):
    """A room with an account of every role, and a client of it."""
    made = Accounts(accounts_path(own_file))
    for name, role in (("ada", "administrator"), ("app", "approver"), ("dan", "data_entry"), ("vera", "viewer")):
        made.add(name, role=role, password=PASSWORD, now=NOW)
    made.close()
    return open_room(own_file)


def token(room, address="/login"):
    return re.search(r'name="csrf" value="(\w+)"', room.get(address, headers=HTML).text)[1]


def log_in(room, name, password=PASSWORD, then=""):
    form = {"name": name, "password": password, "csrf": token(room), "then": then}
    return room.post("/login", data=form, headers=HTML)


def send(room, address, form, page="/import"):
    return room.post(address, data={"csrf": token(room, page)} | form, headers=HTML)


# --- the file -------------------------------------------------------------------------------------------------------


def test_the_file_is_its_owners_alone_and_holds_no_password(accounts):
    accounts.add("ada", role="administrator", password=PASSWORD, now=NOW)
    session = accounts.log_in("ada", PASSWORD, address="here", now=NOW)
    assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600
    accounts.close()
    raw = accounts.path.read_bytes()
    assert PASSWORD.encode() not in raw
    assert session.encode() not in raw
    assert b"$argon2id$" in raw


def test_the_parameters_of_hashing_are_the_librarys_own(monkeypatch, tmp_path):
    monkeypatch.undo()
    made = Accounts(tmp_path / "real.accounts")
    made.add("ada", role="administrator", password=PASSWORD, now=NOW)
    made.close()
    assert b"$argon2id$v=19$m=65536,t=3,p=4$" in made.path.read_bytes()


def test_a_file_that_others_can_read_is_not_opened(accounts):
    accounts.add("ada", role="administrator", password=PASSWORD, now=NOW)
    accounts.close()
    accounts.path.chmod(0o644)
    with pytest.raises(Refusal, match="chmod 600"):
        accounts.every()


@pytest.mark.parametrize("name", ["", "owner", "Owner", "anonymous", "a b", "x" * 65, "<b>", "../x", "\n"])
def test_a_name_that_will_not_do_is_refused(accounts, name):
    with pytest.raises(Refusal):
        accounts.add(name, role="viewer", password=PASSWORD, now=NOW)


def test_a_name_is_taken_whatever_its_capitals(accounts):
    accounts.add("Mira", role="administrator", password=PASSWORD, now=NOW)
    with pytest.raises(Refusal, match="already"):
        accounts.add("mira", role="viewer", password=PASSWORD, now=NOW)


def test_the_first_account_looks_after_the_others(accounts):
    with pytest.raises(Refusal, match="first account"):
        accounts.add("vera", role="viewer", password=PASSWORD, now=NOW)
    assert not accounts.in_use()


def test_a_short_password_is_refused(accounts):
    with pytest.raises(Refusal, match="too short"):
        accounts.add("ada", role="viewer", password="short", now=NOW)


def test_the_last_administrator_stays_while_others_need_one(accounts):
    accounts.add("ada", role="administrator", password=PASSWORD, now=NOW)
    accounts.add("vera", role="viewer", password=PASSWORD, now=NOW)
    for change in (lambda: accounts.remove("ada"), lambda: accounts.set_role("ada", "viewer")):
        with pytest.raises(Refusal, match="last administrator"):
            change()
    accounts.remove("vera")
    accounts.remove("ada")
    assert not accounts.in_use()


def test_a_session_ends_by_itself_and_when_somebody_ends_it(accounts):
    accounts.add("ada", role="administrator", password=PASSWORD, now=NOW)
    idle = accounts.log_in("ada", PASSWORD, address="here", now=NOW)
    assert accounts.who(idle, now=NOW + IDLE_S - 1).name == "ada"
    assert accounts.who(idle, now=NOW + 3 * IDLE_S) is None
    used = accounts.log_in("ada", PASSWORD, address="here", now=NOW)
    for hour in range(1, 12):
        assert accounts.who(used, now=NOW + 3600 * hour) is not None
    assert accounts.who(used, now=NOW + SESSION_S + 1) is None
    ended = accounts.log_in("ada", PASSWORD, address="here", now=NOW)
    accounts.log_out(ended)
    assert accounts.who(ended, now=NOW) is None


def test_another_role_or_password_ends_every_session(accounts):
    accounts.add("ada", role="administrator", password=PASSWORD, now=NOW)
    accounts.add("vera", role="viewer", password=PASSWORD, now=NOW)
    for change in (lambda: accounts.set_role("vera", "data_entry"), lambda: accounts.set_password("vera", PASSWORD)):
        session = accounts.log_in("vera", PASSWORD, address="here", now=NOW)
        change()
        assert accounts.who(session, now=NOW) is None


def test_failed_attempts_wait_longer_and_longer_and_are_remembered(accounts):
    accounts.add("ada", role="administrator", password=PASSWORD, now=NOW)
    for _ in range(4):
        assert accounts.log_in("ada", "wrong", address="here", now=NOW) is None
    accounts.close()
    again = Accounts(accounts.path)
    with pytest.raises(Refusal, match="Wait 2"):
        again.log_in("ada", PASSWORD, address="here", now=NOW)
    assert again.log_in("ada", "wrong", address="here", now=NOW + 3) is None
    with pytest.raises(Refusal):
        again.log_in("ada", PASSWORD, address="here", now=NOW + 6)
    assert again.log_in("ada", PASSWORD, address="elsewhere", now=NOW + 6) is not None
    assert again.log_in("ada", PASSWORD, address="here", now=NOW + 20) is not None
    again.close()


def test_one_address_cannot_try_many_names(accounts):
    for number in range(12):
        assert accounts.log_in(f"name{number}", "wrong", address="here", now=NOW) is None
    with pytest.raises(Refusal, match="Too many"):
        accounts.log_in("name99", "wrong", address="here", now=NOW)


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_adds_lists_and_removes_with_the_password_from_stdin(own_file):
    run = CliRunner()
    file = str(own_file)
    assert not has_accounts(own_file)
    added = run.invoke(commands, ["users", file, "add", "ada", "--role", "administrator"], input=f"{PASSWORD}\n")
    assert added.exit_code == 0, added.output
    assert has_accounts(own_file)
    run.invoke(commands, ["users", file, "add", "vera"], input=f"{PASSWORD}\n")
    assert run.invoke(commands, ["users", file, "role", "vera", "approver"]).exit_code == 0
    assert run.invoke(commands, ["users", file, "password", "vera"], input=f"{PASSWORD} 2\n").exit_code == 0
    listed = json.loads(run.invoke(commands, ["users", file, "list", "--json"]).stdout)
    assert [(one["name"], one["role"]) for one in listed] == [("ada", "administrator"), ("vera", "approver")]
    assert run.invoke(commands, ["users", file, "remove", "vera"]).exit_code == 0
    assert "ada" in run.invoke(commands, ["users", file]).stdout
    assert json.loads(run.invoke(commands, ["users", file, "readings", "--json"]).stdout) == []


# --- the room -------------------------------------------------------------------------------------------------------


def test_without_accounts_whoever_sits_here_is_the_owner(client):
    assert "Owner&#39;s desk" in client.get("/", headers=HTML).text or "Owner's desk" in client.get("/").text


def test_bound_wider_without_accounts_nobody_is_the_owner(own_file, open_room):
    room = open_room(own_file, wide=True)
    assert room.get("/account", headers=HTML).status_code == 401


def test_a_stranger_sees_the_public_view_and_no_link_to_more(many):
    page = many.get("/", headers=HTML)
    assert page.status_code == 200
    assert faults(page.text) == []
    assert "Public view" in page.text
    for word in ("/account", "/findings", "/hazards", '/log"', "/people", "/import"):
        assert f'href="{word}' not in page.text
    for address in ("/account", "/findings", "/entries/3", "/log", "/hazards", "/tasks", "/claims", "/brief"):
        answer = many.get(address, headers=HTML)
        assert answer.status_code == 401, address
        assert 'href="/login' in answer.text


@pytest.mark.parametrize(
    ("name", "opens", "not_open"),
    [
        ("vera", ("/account", "/findings", "/log"), ("/import", "/people")),
        ("dan", ("/account", "/import"), ("/people",)),
        ("app", ("/account", "/import"), ("/people",)),
        ("ada", ("/account", "/import", "/people"), ()),
    ],
)
def test_each_role_opens_what_it_may_and_sees_no_other_link(many, name, opens, not_open):
    assert log_in(many, name).status_code == 303
    home = many.get("/", headers=HTML).text
    for address in opens:
        assert many.get(address, headers=HTML).status_code == 200
        assert f'href="{address}"' in home
    for address in not_open:
        assert many.get(address, headers=HTML).status_code == 403
        assert f'href="{address}"' not in home


def test_a_viewers_write_is_refused_with_a_page(many):
    log_in(many, "vera")
    form = {"field": "name", "value": "x", "why": "y"}
    for address in ("/entries/3/amend", "/entries/3/withdraw", "/entries/3/approve", "/tasks", "/import"):
        answer = send(many, address, form, page="/account")
        assert answer.status_code == 403, address
        assert "may not" in answer.text
        assert faults(answer.text) == []


def test_a_wrong_password_does_not_say_which_half_was_wrong(many):
    known, unknown = log_in(many, "vera", "nonsense"), log_in(many, "nobody", "nonsense")
    assert known.status_code == unknown.status_code == 401
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", known.text) == strip.sub("", unknown.text)


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(many):
    cookie = log_in(many, "vera").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_logging_in_leads_on_inside_the_room_only(many):
    assert log_in(many, "vera", then="/account").headers["location"] == "/account"
    strange = ("https://example.org", "//example.org", "/\\example.org", "javascript:x", "/x\r\nSet-Cookie: a=b")
    for elsewhere in strange:
        assert log_in(many, "vera", then=elsewhere).headers["location"] in ("/", quote(elsewhere))


def test_logging_out_ends_the_session_for_a_copied_cookie_too(many):
    log_in(many, "vera")
    copied = dict(many.cookies)
    assert send(many, "/logout", {}, page="/account").status_code == 303
    many.cookies.update(copied)
    assert many.get("/account", headers=HTML).status_code == 401


def test_a_made_up_session_is_nobodys(many):
    many.cookies.set("tilth_session", "x" * 43)
    assert many.get("/account", headers=HTML).status_code == 401


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "é"])
def test_a_form_without_the_rooms_token_books_nothing(many, csrf):
    log_in(many, "dan")
    before = many.get("/log", headers=HTML).text
    form = {"field": "name", "value": "x", "why": "y"} | ({} if csrf is None else {"csrf": csrf})
    assert many.post("/entries/3/amend", data=form, headers=HTML).status_code == 403
    head = re.search(r"<code>(\d+:\w+)</code>", before)[1]
    assert head in many.get("/log", headers=HTML).text


def test_the_token_of_one_session_does_not_serve_another(many):
    log_in(many, "dan")
    old = token(many, "/account")
    send(many, "/logout", {}, page="/account")
    log_in(many, "app")
    form = {"field": "name", "value": "x", "why": "y", "csrf": old}
    assert many.post("/entries/3/amend", data=form, headers=HTML).status_code == 403


def test_a_form_of_another_site_is_refused(many):
    log_in(many, "dan")
    form = {"field": "name", "value": "x", "why": "y", "csrf": token(many, "/account")}
    answer = many.post("/entries/3/amend", data=form, headers=HTML | {"origin": "https://example.org"})
    assert answer.status_code == 403


def test_readings_of_restricted_data_are_noted(many, own_file):
    log_in(many, "vera")
    many.get("/entries/3", headers=HTML)
    found = Accounts(accounts_path(own_file)).readings()
    assert ("vera", "GET /entries/3") in {(one.name, one.what) for one in found}
    send(many, "/logout", {}, page="/account")
    log_in(many, "ada")
    assert "GET /entries/3" in many.get("/people", headers=HTML).text


def test_an_administrator_adds_and_removes_people_in_the_browser(many):
    log_in(many, "ada")
    new = {"act": "add", "name": "new", "role": "viewer", "password": PASSWORD}
    assert send(many, "/people", new).status_code == 303
    page = many.get("/people", headers=HTML).text
    assert faults(page) == []
    assert ">new<" in page
    assert send(many, "/people", {"act": "remove", "name": "ada"}).status_code == 409
    assert send(many, "/people", {"act": "remove", "name": "new"}).status_code == 303
    assert ">new<" not in many.get("/people", headers=HTML).text


def test_somebody_changes_the_own_password(many):
    log_in(many, "vera")
    form = {"old": PASSWORD, "new": f"{PASSWORD} again"}
    assert send(many, "/password", form | {"old": "nonsense"}, page="/password").status_code == 401
    assert send(many, "/password", form, page="/password").status_code == 303
    assert many.get("/account", headers=HTML).status_code == 401
    assert log_in(many, "vera").status_code == 401
    assert log_in(many, "vera", f"{PASSWORD} again").status_code == 303
