"""`auftakt groups` from a shell."""

ACCOUNTS = "Account ID,Account Name,Industry,Employees,Last Modified Date\n001A,Sample Works,IT,30,2026-11-01\n"
DEALS = (
    "Opportunity ID,Opportunity Name,Contact ID,Account ID,Stage,Amount,Close Date,Last Modified Date\n"
    '006A,Sample renewal,003A,001A,Proposal,"1,200,000",2026-12-31,2026-11-01\n'
)


def test_accounts_of_a_crm_are_listed_and_shown_with_their_people(auftakt, home, tmp_path):
    assert auftakt("groups", "list", "--json").json["items"] == []
    for name, text in (("accounts.csv", ACCOUNTS), ("deals.csv", DEALS)):
        (tmp_path / name).write_text(text)
        assert auftakt("import", str(tmp_path / name), "--json").code == 0
    [found] = auftakt("groups", "list", "--search", "works", "--json").json["items"]
    assert (found["group_id"], found["name"], found["people"]) == ("salesforce:001A", "Sample Works", 1)
    shown = auftakt("groups", "show", "account", "salesforce:001A", "--json").json
    assert {each["name"]: each["value"] for each in shown["group"]["traits"]}["employees"] == "30"
    assert len(shown["people"]["items"]) == 1
    assert "Sample Works" in auftakt("groups", "list", "--type", "account").out
    assert auftakt("groups", "show", "account", "nobody", "--json").json["code"] == "not_found"
