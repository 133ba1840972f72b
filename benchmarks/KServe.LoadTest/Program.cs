using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

foreach (var scenario in ScenarioCatalog.CreateAll())
{
    Console.WriteLine($"{scenario.Name,-20} {scenario.Title}");
}

foreach (var server in ServerCatalog.CreateAll())
{
    Console.WriteLine($"{server.Name,-20} {server.FindMissing() ?? server.Description}");
}
