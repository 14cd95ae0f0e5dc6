using Xunit;

// One after the other: each starts processes of its own and kills or freezes them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
