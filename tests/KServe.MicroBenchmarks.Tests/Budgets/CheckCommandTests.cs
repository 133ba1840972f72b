using System.Text.Json;
using KServe.MicroBenchmarks.Budgets;

namespace KServe.MicroBenchmarks.Tests.Budgets;

public sealed class CheckCommandTests : IDisposable
{
    private const string Case = "Codec.Read";
    private readonly string _path = Path.GetTempFileName();
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        File.Delete(_path);
        _output.Dispose();
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(99, 0)]
    [InlineData(101, 1)]
    public async Task Check_MeasuredBytes_FailsWhenTheyGrow(long bytes, int exitCode)
    {
        await WriteAsync("""{ "Codec.Read": 100 }""");
        Assert.Equal(exitCode, await RunAsync(new FixedCase(Case, bytes)));
        Assert.Equal(exitCode != 0, _output.ToString().Contains("GROWN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_BenchmarkOneByteAboveItsBudget_Fails()
    {
        var benchmark = CaseFinder.Find(typeof(ArrayBenchmark))
            .Single(static item => item.Name == "ArrayBenchmark.Once(Length=80)");
        var budget = ArrayBenchmark.HeaderBytes + 80;
        await WriteAsync($"{{ \"{benchmark.Name}\": {budget} }}");
        Assert.Equal(0, await RunAsync(benchmark));
        await WriteAsync($"{{ \"{benchmark.Name}\": {budget - 1} }}");
        Assert.Equal(1, await RunAsync(benchmark));
    }

    [Fact]
    public async Task Check_CaseWithoutBudget_Fails()
    {
        await WriteAsync("{}");
        Assert.Equal(1, await RunAsync(new FixedCase(Case, 0)));
    }

    [Fact]
    public async Task Check_NoFile_Fails()
    {
        File.Delete(_path);
        Assert.Equal(1, await RunAsync(new FixedCase(Case, 0)));
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public async Task Check_BudgetWithoutCase_Fails()
    {
        await WriteAsync("""{ "Codec.Read": 100, "Codec.Gone": 100 }""");
        Assert.Equal(1, await RunAsync(new FixedCase(Case, 100)));
    }

    [Theory]
    [InlineData("""{ "Codec.Read": "100" }""")]
    [InlineData("""{ "Codec.Read": 100, "Codec.Read": 200 }""")]
    [InlineData("null")]
    public async Task Check_BrokenFile_Throws(string json)
    {
        await WriteAsync(json);
        await Assert.ThrowsAsync<JsonException>(() => RunAsync(new FixedCase(Case, 100)));
    }

    [Fact]
    public async Task Update_LowerAndNewCases_RewritesTheFile()
    {
        await WriteAsync("""{ "Codec.Read": 100, "Codec.Gone": 100 }""");
        Assert.Equal(0, await UpdateAsync(allowsGrowth: false, new FixedCase(Case, 40), new FixedCase("A", 8)));
        Assert.Equal("{\n  \"Codec.Read\": 40,\n  \"A\": 8\n}\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task Update_GrownCase_IsRefusedUnlessAllowed()
    {
        const string Before = """{ "Codec.Read": 100 }""";
        await WriteAsync(Before);
        Assert.Equal(1, await UpdateAsync(allowsGrowth: false, new FixedCase(Case, 101), new FixedCase("A", 8)));
        Assert.Equal(Before, await File.ReadAllTextAsync(_path));
        Assert.Equal(0, await UpdateAsync(allowsGrowth: true, new FixedCase(Case, 101)));
        Assert.Equal("{\n  \"Codec.Read\": 101\n}\n", await File.ReadAllTextAsync(_path));
    }

    private Task WriteAsync(string json) => File.WriteAllTextAsync(_path, json);

    private Task<int> RunAsync(params AllocationCase[] cases) =>
        CheckCommand.RunAsync(cases, new CheckOptions(IsUpdate: false, AllowsGrowth: false, _path), _output);

    private Task<int> UpdateAsync(bool allowsGrowth, params AllocationCase[] cases) =>
        CheckCommand.RunAsync(cases, new CheckOptions(IsUpdate: true, allowsGrowth, _path), _output);
}
