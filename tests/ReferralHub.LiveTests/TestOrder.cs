using Xunit;

// Each test has the machine to itself: they kill, freeze and measure.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
