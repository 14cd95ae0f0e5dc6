using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>Counts the statements that this test sends to its database, and not those of tests beside it.</summary>
sealed class QueryCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    readonly AsyncLocal<StrongBox<int>?> counted = new();
    readonly StrongBox<int> count = new(0);
    readonly List<IDisposable> subscriptions = [];

    public QueryCounter()
    {
        counted.Value = count;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public int Count => count.Value;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuted.Name && counted.Value is { } mine)
            Interlocked.Increment(ref mine.Value);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => subscriptions.ForEach(s => s.Dispose());
}
