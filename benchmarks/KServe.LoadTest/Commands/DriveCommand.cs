using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
        var address = new Argument<Uri?>("address")
        {
            Description = "The server by its IP address, as http://127.0.0.1:8080",
            CustomParser = static result => ParseAddress(result),
        };
        var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = static _ => 10 };
        var rate = new Option<double?>("--rate") { Description = "Requests per second of an open loop; closed when left out" };
        rate.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double?>() is <= 0)
            {
                result.AddError("--rate must be above 0");
            }
        });
        var command = new Command("drive", "Drives a server that runs already, and prints a line a second.")
        {
            scenario, address, seconds, rate,
        };
        command.SetAction(line => Run(
            ScenarioCatalog.Get(line.GetValue(scenario)!),
            line.GetValue(address)!,
            line.GetValue(seconds),
            line.GetValue(rate)));
        return command;
    }

    private static Uri? ParseAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)
            && IPAddress.TryParse(address.Host, out _))
        {
            return address;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not an address such as http://127.0.0.1:8080");
        return null;
    }

    private static int Run(Scenario scenario, Uri address, int seconds, double? rate)
    {
        try
        {
            Drive(scenario, address, seconds, rate);
            return 0;
        }
        catch (Exception exception) when (exception is LoadException or SocketException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }

    private static void Drive(Scenario scenario, Uri address, int seconds, double? rate)
    {
        var settings = new RunSettings();
        Pinning.PinSelf(settings.ClientCore);
        using var client = new LoadClient(new LoadTarget(
            new ServerAddresses(address, address), scenario.Request, scenario.Connections, scenario.Streams));
        client.Check();
        for (var i = 0; i < seconds; i++)
        {
            var before = ProcessUsage.Read(Environment.ProcessId);
            var second = TimeSpan.FromSeconds(1);
            var result = rate is { } fixedRate ? client.RunOpen(fixedRate, second) : client.RunClosed(second);
            var used = ProcessUsage.Read(Environment.ProcessId).CpuSeconds - before.CpuSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Rate,9:N0}/s  p50 {result.Latencies.GetMicroseconds(0.5),7:N0} µs  p99 "
                + $"{result.Latencies.GetMicroseconds(0.99),7:N0} µs  client {used,4:P0} of its core"));
        }
    }
}
