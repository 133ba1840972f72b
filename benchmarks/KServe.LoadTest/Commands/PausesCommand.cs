using System.CommandLine;
using System.Globalization;
using KServe.LoadTest.Measuring;
using KServe.LoadTest.Running;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Commands;

/// <summary>Tells what the machine itself takes from the cores of server and client.</summary>
internal static class PausesCommand
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = static _ => 10 };
        var command = new Command("pauses", "Tells how long the machine itself stops two busy threads.") { seconds };
        command.SetAction(line => Run(TimeSpan.FromSeconds(line.GetValue(seconds))));
        return command;
    }

    // Both at once, as server and client are busy in an open loop: what the system does besides finds no idle core then.
    private static void Run(TimeSpan duration)
    {
        var settings = new RunSettings();
        int[] cores = [.. new[] { settings.ServerCore, settings.ClientCore }.Distinct()];
        Pinning.PinSelf(cores);
        var pauses = new CorePauses[cores.Length];
        Thread[] threads = [.. cores.Select((_, index) => new Thread(() => pauses[index] = Watch(duration)))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        foreach (var (count, share, longest) in pauses)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} pauses over 1 ms, {share:P2} of the time, the longest {longest.TotalMilliseconds:0.0} ms"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{pauses.Sum(static watched => watched.Share):P2} of the time on either core"));
    }

    private static CorePauses Watch(TimeSpan duration)
    {
        // The first call compiles what is measured.
        CorePauses.Watch(TimeSpan.FromMilliseconds(200), Least);
        return CorePauses.Watch(duration, Least);
    }
}
