using KServe.Conformance.Tests.Hosting;

// The invariants are about the whole server: no other test may use it at the same time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(ServerFixture))]
