namespace ReferralHub.Tests.Databases.Tds;

/// <summary>What a statement is answered with, the first times and then for good.</summary>
sealed class TdsAnswer
{
    readonly Queue<byte[]?> first = new();
    readonly byte[]? then;

    TdsAnswer(byte[]? then) => this.then = then;

    /// <summary>Nothing comes until the caller gives up.</summary>
    public static TdsAnswer Silence => new(null);

    public static TdsAnswer Rows(int affected) => new(TdsTokens.Done(rows: affected));

    /// <summary>The server refuses with this error number.</summary>
    public static TdsAnswer Error(int number) => new(TdsTokens.Error(number));

    /// <summary>An error once, before this answer.</summary>
    public TdsAnswer AfterError(int number)
    {
        first.Enqueue(TdsTokens.Error(number));
        return this;
    }

    public byte[]? Next()
    {
        lock (first)
            return first.TryDequeue(out var answer) ? answer : then;
    }
}
