using KServe.Runtime.Pmml;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Pmml;

/// <summary>Broken and hostile documents are refused, within bounds of time and memory.</summary>
public sealed class MalformedPmmlTests
{
    public static TheoryData<string> Files => [.. MalformedFile.Names("pmml").Where(static name =>
        name.EndsWith(".pmml", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_MalformedFile_IsRefusedWithItsName(string name)
    {
        var file = MalformedFile.Load("pmml", name);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Record.Exception(() => PmmlReader.Load(file.Path, CancellationToken.None));
        if (error is null)
        {
            Assert.Equal("refuse-or-safe", file.Must);
        }
        else
        {
            var refusal = Assert.IsType<InferenceException>(error);
            Assert.StartsWith(Path.GetFileName(name) + ": ", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(FixtureCase.Root, refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", refusal.Message, StringComparison.OrdinalIgnoreCase);
            Assert.True(refusal.Message.Length < 400, refusal.Message);
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
    }

    [Theory]
    [InlineData("unknown_model.pmml", "TelepathyModel")]
    [InlineData("unknown_function.pmml", "system")]
    [InlineData("unknown_operator.pmml", "resembles")]
    [InlineData("unknown_field.pmml", "ghost")]
    [InlineData("segment_ref_missing.pmml", "guess")]
    public void Load_UnknownName_IsInTheError(string name, string expected)
    {
        var file = MalformedFile.Load("pmml", name);
        var error = Assert.Throws<InferenceException>(() => PmmlReader.Load(file.Path, CancellationToken.None));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
