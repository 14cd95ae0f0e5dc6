using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Identity.Machines;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>The load generator's own access token: a system of the centre, which has no limit, renewed before it expires.</summary>
sealed class BenchSignIn : IAsyncDisposable
{
    const string Client = "bench";
    readonly CancellationTokenSource stopping = new();
    readonly Task renewing;
    volatile string token;

    BenchSignIn(AccessTokens tokens, string first)
    {
        token = first;
        renewing = RenewAsync(tokens);
    }

    public string Token => token;

    /// <summary>Registers the client in the hub of this process, where it is not yet, and gets its first token.</summary>
    public static async Task<BenchSignIn> BeginAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services
            .GetRequiredService<ClientRegistry>()
            .RegisterAsync(
                new(Client, "Load generator", ClientKind.Centre, ["XRH01"]) { Keys = ClientKeyPair.Create().PublicKeys() },
                cancellationToken
            );
        var tokens = services.GetRequiredService<AccessTokens>();
        return new(tokens, await tokens.IssueAsync(Client, null, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    async Task RenewAsync(AccessTokens tokens)
    {
        while (true)
        {
            await Task.Delay(AccessTokens.Lifetime / 2, stopping.Token);
            token = await tokens.IssueAsync(Client, null, stopping.Token);
        }
    }
}
