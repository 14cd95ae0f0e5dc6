using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Reads who there is and who belongs to whom: the sections bodies, members and interests.</summary>
static class BodyRows
{
    const long PeopleMax = 1_000_000_000;
    static readonly string[] Collectivities = ["individual", "association", "corporate"];
    static readonly string[] Roles = ["member", "provider-arm", "lead", "host"];

    public static Body? ReadBody(RowSection row, string source)
    {
        var body = new Body(row.Place, row.Id("id"), row.Text("name"), row.Text("kind"), row.Period())
        {
            Collectivity = row.WordOrNull("collectivity", Collectivities),
            Ods = ReadOds(row, "ods"),
            Population = row.WholeOrNull("population", 0, PeopleMax),
            ReportsTo = row.IdOrNull("reportsTo"),
            SuccessorOf = row.IdOrNull("successorOf"),
            LegalForm = row.TextOrNull("legalForm"),
            Contact = row.TextOrNull("contact"),
            Source = row.TextOrNull("source") ?? source,
        };
        foreach (var (key, other) in new[] { ("reportsTo", body.ReportsTo), ("successorOf", body.SuccessorOf) })
            if (other is not null && other == body.Id)
                row.Fault(key, $"{key} names the body itself; name another, or leave it out");
        return row.Finish(() => body);
    }

    public static Membership? ReadMember(RowSection row)
    {
        var member = new Membership(row.Place, row.Id("body"), row.Id("member"), row.WordOrNull("role", Roles) ?? "member", row.Period());
        if (member.Body.Length > 0 && member.Body == member.Member)
            row.Fault("member", "a body is not its own member; name another");
        return row.Finish(() => member);
    }

    public static DeclaredInterest? ReadInterest(RowSection row, string source)
    {
        var interest = new DeclaredInterest(
            row.Place,
            row.Text("person"),
            row.Id("body"),
            row.TextOrNull("what"),
            row.Period(),
            row.TextOrNull("source") ?? source
        );
        return row.Finish(() => interest);
    }

    /// <summary>An ODS code, in capitals as it is issued.</summary>
    public static string? ReadOds(RowSection row, string key)
    {
        if (row.TextOrNull(key) is not { } text)
            return null;
        if (OdsCode.TryParse(text, out var code) && code.Value == text)
            return text;
        row.Fault(key, $"{key} is {Shown.Short(text)}; write an ODS code in capital letters and digits, such as RH8");
        return null;
    }
}
