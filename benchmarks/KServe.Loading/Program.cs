using System.Globalization;
using KServe.Loading;

if (args is ["--load", var path])
{
    return await LoadedProcess.RunAsync(path);
}

if (!OperatingSystem.IsLinux())
{
    Console.WriteLine("Skipped: peaks of memory are read from /proc.");
    return 0;
}

var size = (long)(double.Parse(Option("--size") ?? "100", CultureInfo.InvariantCulture) * 1e6);
var rounds = int.Parse(Option("--rounds") ?? "3", CultureInfo.InvariantCulture);
var formats = Option("--format") is { } one ? one.Split(',') : ModelFiles.Formats;
var folder = Directory.CreateTempSubdirectory("kserve-loading-");
var isSkipped = false;
try
{
    Measurement.PrintHeader();
    foreach (var format in formats)
    {
        var (file, unpacked) = ModelFiles.Make(format, folder.FullName, size);
        if (file is null)
        {
            isSkipped = true;
            continue;
        }

        Measurement.Print(format, file, unpacked, rounds);
        if (!format.StartsWith("joblib", StringComparison.Ordinal))
        {
            File.Delete(file);
        }
    }
}
finally
{
    folder.Delete(recursive: true);
}

if (isSkipped)
{
    Console.WriteLine("Some formats were skipped: /usr/bin/python3 with xgboost and scikit-learn writes them.");
}

return 0;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
