using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>Does something else, once, just before this test's first statement that reads a table: as another process might.</summary>
sealed class StatementInterruption : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    readonly AsyncLocal<StrongBox<bool>?> armed = new();
    readonly List<IDisposable> subscriptions = [];
    readonly string table;
    readonly Action act;

    public StatementInterruption(string table, Action act)
    {
        (this.table, this.act) = (table, act);
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>From here on. Whoever listens begins earlier, because for a second after nobody did statements are not told.</summary>
    public void Arm() => armed.Value = new(true);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            value.Key != RelationalEventId.CommandExecuting.Name
            || value.Value is not CommandEventData command
            || armed.Value is not { Value: true } mine
            || !command.Command.CommandText.Contains($"FROM \"{table}\"", StringComparison.Ordinal)
                && !command.Command.CommandText.Contains($"FROM {table} ", StringComparison.Ordinal)
        )
            return;
        mine.Value = false;
        // On a thread of its own, so that it has no part in what this one is doing.
        var thread = new Thread(() => act());
        thread.Start();
        thread.Join();
    }

    public void OnError(Exception error) { }

    public void OnCompleted() { }

    public void Dispose() => subscriptions.ForEach(s => s.Dispose());
}
