namespace ReferralHub.Fhir.FhirPath.Syntax;

enum TokenKind
{
    End,

    /// <summary>A name or keyword.</summary>
    Word,

    /// <summary>A name in backticks, which is never a keyword.</summary>
    QuotedWord,
    Text,
    Number,
    Time,

    /// <summary>An operator, bracket or <c>$this</c>.</summary>
    Symbol,
}

/// <param name="Text">The symbol or name; for text, its content with escapes resolved.</param>
/// <param name="Value">The System value of a number, date, time or text.</param>
readonly record struct PathToken(TokenKind Kind, int Position, string Text, object? Value = null)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Word && Text == word;
}
