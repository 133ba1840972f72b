using System.Text;
using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Resources;

/// <summary>Reads damaged samples: errors are values, nothing is thrown, and every error has a place.</summary>
public sealed class MutationTests
{
    private const int Mutations = 400;

    private static readonly string[] Fragments =
    [
        "\t", "- ", ": ", "{", "}", "[", "]", "&a ", "*a", "!!x ", "| ", ">-\n", "'", "\"", "#", "---\n", "...\n", "%YAML 9\n",
        "\0", "\u0085", "\uFEFF", "\uD800", "? ", "null", "1e999", "-0", "99999999999999999999", "<<: ", "@", "`", "\r", "\n",
    ];

    public static TheoryData<string> All => [.. Sample.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Read_DamagedSample_ReportsAndNeverThrows(string name)
    {
        var random = new Random(17);
        var sample = Sample.Read(name);
        for (var i = 0; i < Mutations; i++)
        {
            var set = Texts.Read(Mutate(sample, random));
            Assert.True(set.Errors.Count == 0 || set.Resources.Count == 0);
            Assert.All(set.Errors, static error => Assert.True(error.Line > 0 && error.Column > 0, error.ToString()));
        }
    }

    private static string Mutate(string sample, Random random)
    {
        var text = new StringBuilder(sample);
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                    break;
                case 2:
                    text[at] = (char)random.Next(1, 256);
                    break;
                default:
                    text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 40), text.Length - at)));
                    break;
            }

            text.Append(text.Length == 0 ? "a" : "");
        }

        return text.ToString();
    }
}
