using KServe.Tool.Tests.Support;

namespace KServe.Tool.Tests;

/// <summary>Computes the memory of KV caches with the tool.</summary>
public sealed class KvSizeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KvSize_ClassicConfigOfDeepSeek_IsWhatCalculatorsSay()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("kserve-kv-").FullName, "config.json");
        await File.WriteAllTextAsync(
            path,
            """
            {"model_type":"deepseek_v3","num_hidden_layers":61,"num_attention_heads":128,"num_key_value_heads":128,
             "hidden_size":7168,"kv_lora_rank":512,"qk_rope_head_dim":64}
            """,
            Token);
        var classic = await ToolProcess.RunAsync(Token, "kv-size", path, "--classic");
        var real = await ToolProcess.RunAsync(Token, "kv-size", path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.Equal(0, classic.ExitCode);
        Assert.Contains("16.2888", classic.Output, StringComparison.Ordinal);
        Assert.Contains("0.6545", real.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KvSize_Sizes_NeedNoFile()
    {
        var result = await ToolProcess.RunAsync(
            Token, "kv-size", "--layers", "61", "--kv-heads", "128", "--head-size", "56", "--tokens", "1000000");
        Assert.Contains("1628.8757", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kv-heads", "8")]
    [InlineData("--layers", "0")]
    [InlineData("/nowhere/config.json", "--classic")]
    public async Task KvSize_WrongArguments_SayWhatIsMissing(string first, string second)
    {
        var result = await ToolProcess.RunAsync(Token, "kv-size", first, second);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error:", result.Errors, StringComparison.Ordinal);
    }
}
