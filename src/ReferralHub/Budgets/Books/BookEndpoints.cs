using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.Budgets.Books.Closing;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web;

namespace ReferralHub.Budgets.Books;

/// <summary>What other software, and the command line, does with the book.</summary>
static class BookEndpoints
{
    /// <summary>Providers that can be declared missing in one call.</summary>
    const int MissingMax = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var books = routes.MapGroup("/books").WithTags("Budgets");
        books
            .MapPost("/months/{month}/close", CloseAsync)
            .Allow(CallerRole.Commissioner, CallerRole.Lead, CallerRole.CentreSystem)
            .WithSummary("Closes a month of the book (YYYY-MM), or says why it may not be closed")
            .TakesJson()
            .Produces<ClosedBody>()
            .ProducesOutcome(400, 403, 409);
    }

    static async Task<IResult> CloseAsync(
        string month,
        CloseBody body,
        HttpContext http,
        CloseMonth close,
        CancellationToken cancellationToken
    )
    {
        if (!BookMonths.TryRead(month, out var first))
            return FhirAnswer.FromProblems(Problem.Malformed("month-unreadable", $"Name the month as YYYY-MM; {Cut(month)} is none."));
        if (body.Missing?.Count > MissingMax)
            return FhirAnswer.FromProblems(
                Problem.Malformed("too-many-missing", $"At most {MissingMax} providers can be declared missing in one call.")
            );
        var caller = http.Caller;
        var actor = caller is null ? Actor.Books : Actor.Operator(caller.Name);
        var request = new CloseRequest(first, body.Missing ?? [], actor, caller?.Organisations.FirstOrDefault())
        {
            Organisations = caller?.Role == CallerRole.Commissioner ? caller.Organisations : null,
        };
        var result = await close.CloseAsync(request, cancellationToken);
        if (result.IsOthers)
            return FhirAnswer.FromProblems(Problem.Forbidden("month-not-yours", CloseResult.Others));
        return result.Reasons.Count > 0
            ? FhirAnswer.FromProblems(Problem.Conflict("month-not-closed", string.Join(' ', result.Reasons)))
            : Results.Ok(new ClosedBody(result.Month.MonthCode, result.Position!.Value, result.Hash!));
    }

    static string Cut(string text) => text.Length <= 20 ? text : text[..20];

    /// <param name="Missing">ODS codes of providers whose return is declared missing.</param>
    sealed record CloseBody(IReadOnlyList<string>? Missing);

    /// <param name="Position">Of the close in the log.</param>
    /// <param name="Balances">Hash of the month as it was closed.</param>
    sealed record ClosedBody(string Month, long Position, string Balances);
}
