using System.Runtime.InteropServices;
using KServe.Kernels.Trees;
using KServe.Trees;

const int Threads = 2;
var quick = args.Contains("--quick", StringComparer.Ordinal);
var folder = Directory.CreateTempSubdirectory("kserve-trees-");
try
{
    var (process, reason) = LibraryProcess.Start(folder.FullName, quick ? 0.2 : 1);
    if (process is null)
    {
        Console.WriteLine($"Skipped: XGBoost and scikit-learn are needed to compare with, and {reason}.");
        return 0;
    }

    using var libraries = process;
    Console.WriteLine($".NET {Environment.Version}, {libraries.Description}, {Environment.ProcessorCount} processors");
    var rows = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder.FullName, "rows.f32"))).ToArray();
    var contests = Contests.Create(folder.FullName, rows, libraries, Threads);
    var at = Array.IndexOf(args, "--rounds");
    var rounds = at >= 0 ? int.Parse(args[at + 1]) : quick ? 3 : 7;
    for (var round = 0; round < rounds; round++)
    {
        // ONNX Runtime's threads spin for a while after a call: that must not count as ours.
        await Task.Delay(TimeSpan.FromSeconds(2));
        foreach (var contest in contests)
        {
            contest.RunOurs();
        }

        foreach (var contest in contests)
        {
            contest.RunOthers();
        }
    }

    Console.WriteLine($"\n{"",-67}{"median",12}{"best",12}{"processor",12}{"ratio",10}{"processor",10}");
    foreach (var contest in contests)
    {
        contest.Print();
    }
}
finally
{
    folder.Delete(recursive: true);
}

return 0;
