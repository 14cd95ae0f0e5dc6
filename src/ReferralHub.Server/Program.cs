using System.CommandLine;
using ReferralHub.Activity;
using ReferralHub.Budgets;
using ReferralHub.Choice;
using ReferralHub.Commissioning;
using ReferralHub.Dispatch;
using ReferralHub.Feeds;
using ReferralHub.Identity;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Operations;
using ReferralHub.Platform;
using ReferralHub.Practices;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents.Pdf;
using ReferralHub.Review;
using ReferralHub.Server.Commands;
using ReferralHub.Server.Hosting;
using ReferralHub.Triage;

// The process that reads PDFs knows nothing of the hub, and is there to be ended.
if (args is [PdfChild.Command])
    return PdfChild.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());

using var stop = StopSignals.Listen();

// Before anything asks the machine how it writes a number.
MachineCulture.Fix();

return await CommandRunner.RunAsync(CreateCommands(new HubBuilder(Flow)), args, stop.Token);

partial class Program
{
    // The flow of a referral, in order: each stage hands on to the next, and what happened is read from the journey's log.
    internal static readonly IHubModule[] Flow =
    [
        new IdentityModule(),
        new JourneyModule(),
        new ReferralsModule(),
        new CommissioningModule(),
        new IntakeModule(),
        new TriageModule(),
        new ReviewModule(),
        new PracticesModule(),
        new ChoiceModule(),
        new DispatchModule(),
        new ActivityModule(),
        new BudgetsModule(),
        new FeedsModule(),
        new OperationsModule(),
    ];

    internal static RootCommand CreateCommands(HubBuilder hub)
    {
        var root = new RootCommand(
            "ReferralHub: the software of a referral management centre. Exit codes: 0 good, 1 the call or the set-up is wrong, "
                + "2 something was found or refused, 3 it could not finish."
        )
        {
            ServeCommand.Create(hub),
            DemoCommand.Create(hub),
            ImportCommand.Create(hub),
            JourneyCommand.Create(),
            RulesCommand.Create(hub),
            CommissioningCommand.Create(),
            BooksCommand.Create(),
            BudgetsCommand.Create(),
            DbCommand.Create(),
            ClientCommand.Create(),
            TokenCommand.Create(),
            HealthCommand.Create(),
            FhirCommand.Create(),
            WorkCommand.Create(),
            UserCommand.Create(),
            BenchCommand.Create(),
        };
        root.SetAction((_, token) => ServeCommand.RunAsync(hub, null, token));
        return root;
    }
}
