using BenchmarkDotNet.Running;
using KServe.MicroBenchmarks;
using KServe.MicroBenchmarks.Budgets;

var assembly = typeof(BenchmarkSettings).Assembly;
if (CheckOptions.Parse(args) is { } options)
{
    return await SettledProcess.RunAsync(
        args,
        () => CheckCommand.RunAsync(CaseFinder.Find(assembly), options, Console.Out));
}

var summaries = BenchmarkSwitcher.FromAssembly(assembly).Run(args, BenchmarkSettings.Create());
var isComplete = summaries.All(static summary =>
    !summary.HasCriticalValidationErrors && summary.Reports.All(static report => report.Success));
return isComplete ? 0 : 1;
