using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Servers;

/// <summary>Says what a server is to serve and where.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Core">The core to run on.</param>
/// <param name="Sample">An answer of this project, where one has been taken.</param>
internal sealed record ServerStart(Scenario Scenario, int Core, SampleResponse? Sample);
