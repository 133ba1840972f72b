using System.Diagnostics;
using System.Globalization;

namespace KServe.Trees;

/// <summary>Talks to the Python process that trains the forests and times the libraries.</summary>
internal sealed class LibraryProcess : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private LibraryProcess(Process process, string description)
    {
        _process = process;
        Description = description;
    }

    public string Description { get; }

    /// <summary>Starts the process and waits until it has trained; null with a reason when the libraries are not there.</summary>
    public static (LibraryProcess? Process, string Reason) Start(string folder, double scale)
    {
        if (!File.Exists(Python))
        {
            return (null, $"there is no {Python}");
        }

        var script = Path.Combine(AppContext.BaseDirectory, "libraries.py");
        var start = new ProcessStartInfo(Python)
        {
            ArgumentList = { script, folder, scale.ToString(CultureInfo.InvariantCulture) },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine() ?? "it ended early";
        return line.StartsWith("ready ", StringComparison.Ordinal)
            ? (new LibraryProcess(process, line[6..]), "")
            : (null, $"{Python} says: {line}");
    }

    /// <summary>Returns the nanoseconds of one call.</summary>
    public double Measure(string call)
    {
        _process.StandardInput.WriteLine(call);
        _process.StandardInput.Flush();
        return double.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
