using System.CommandLine;
using System.Globalization;
using KServe.Load.Hosting;
using KServe.LoadTest.Client;
using KServe.LoadTest.Running;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Commands;

/// <summary>Drives a server that runs already, for a profiler or beside another load generator.</summary>
internal static class DriveCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var scenario = new Argument<string>("scenario") { Description = "The scenario whose request is sent" };
        scenario.AcceptOnlyFromAmong([.. ScenarioCatalog.All.Select(static known => known.Name)]);
        var address = new Argument<Uri>("address") { Description = "The server, as http://127.0.0.1:8080" };
        var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = static _ => 10 };
        var command = new Command("drive", "Drives a server that runs already, and prints a line a second.")
        {
            scenario, address, seconds,
        };
        command.SetAction(line => Run(
            ScenarioCatalog.Get(line.GetValue(scenario)!),
            line.GetValue(address)!,
            line.GetValue(seconds)));
        return command;
    }

    private static void Run(Scenario scenario, Uri address, int seconds)
    {
        var settings = new RunSettings();
        Pinning.PinSelf(settings.ClientCore);
        using var client = new LoadClient(new LoadTarget(
            new ServerAddresses(address, address), scenario.Request, scenario.Connections, scenario.Streams));
        client.Check();
        for (var i = 0; i < seconds; i++)
        {
            var before = ProcessUsage.Read(Environment.ProcessId);
            var result = client.RunClosed(TimeSpan.FromSeconds(1));
            var used = ProcessUsage.Read(Environment.ProcessId).CpuSeconds - before.CpuSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Rate,9:N0}/s  p50 {result.Latencies.GetMicroseconds(0.5),7:N0} µs  p99 "
                + $"{result.Latencies.GetMicroseconds(0.99),7:N0} µs  client {used,4:P0} of its core"));
        }
    }
}
