using System.Globalization;
using System.Text;

namespace KServe.Detectors.Tests.Fakes;

/// <summary>A model's folder with two columns of normal rows, deleted with the test.</summary>
internal sealed class TempReference : IDisposable
{
    public const string FileName = "train.csv";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public TempReference()
    {
        var random = new Random(1);
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 100; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{random.NextDouble()},{random.NextDouble()}\n");
        }

        File.WriteAllText(Csv, text.ToString());
    }

    public string FullPath => _folder.FullName;

    public string Csv => Path.Combine(FullPath, FileName);

    public void Dispose() => _folder.Delete(recursive: true);
}
