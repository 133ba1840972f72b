using Microsoft.Extensions.Logging;

namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class OnnxSettingsTests
{
    [Fact]
    public void Create_NoParameters_TakesTheOptions()
    {
        var options = new OnnxRuntimeOptions
        {
            IntraOpThreads = 3,
            GraphOptimization = OnnxGraphOptimization.Basic,
            ExecutionMode = OnnxExecutionMode.Parallel,
            Warmup = true,
        };

        var settings = OnnxSettingsFactory.Create(options, TestRuntime.Artifact("x"));

        Assert.Equal(3, settings.IntraOpThreads);
        Assert.Equal(OnnxGraphOptimization.Basic, settings.GraphOptimization);
        Assert.Equal(OnnxExecutionMode.Parallel, settings.ExecutionMode);
        Assert.True(settings.Warmup);
        Assert.True(settings.ShareThreadPool);
        Assert.Equal("cpu", settings.ExecutionProvider);
    }

    [Fact]
    public void Create_AllParameters_OverrideTheOptions()
    {
        var settings = OnnxSettingsFactory.Create(
            new OnnxRuntimeOptions { ExecutionProviderOptions = { ["host"] = "1" } },
            TestRuntime.Artifact(
                "x",
                ("intra_op_threads", "2"),
                ("inter_op_threads", "1"),
                ("graph_optimization_level", "Extended"),
                ("execution_mode", "parallel"),
                ("execution_provider", "cuda"),
                ("execution_provider_options.device_id", "1"),
                ("allow_cpu_nodes", "false"),
                ("enable_mem_pattern", "false"),
                ("enable_cpu_mem_arena", "false"),
                ("log_severity", "error"),
                ("warmup", "true"),
                ("ignore_unsupported_outputs", "true")));

        Assert.Equal(2, settings.IntraOpThreads);
        Assert.False(settings.ShareThreadPool);
        Assert.Equal(OnnxGraphOptimization.Extended, settings.GraphOptimization);
        Assert.Equal(OnnxExecutionMode.Parallel, settings.ExecutionMode);
        Assert.Equal("cuda", settings.ExecutionProvider);
        Assert.Equal("1", Assert.Single(settings.ExecutionProviderOptions).Value);
        Assert.False(settings.AllowCpuNodes);
        Assert.False(settings.EnableMemoryPattern);
        Assert.False(settings.EnableCpuMemoryArena);
        Assert.Equal(LogLevel.Error, settings.MinimumLogLevel);
        Assert.True(settings.Warmup);
        Assert.True(settings.IgnoreUnsupportedOutputs);
    }

    [Theory]
    [InlineData("intra_op_threads", "-1", "a number from 0 to 1024")]
    [InlineData("intra_op_threads", "1025", "a number from 0 to 1024")]
    [InlineData("inter_op_threads", "0", "a number from 1 to 1024")]
    [InlineData("graph_optimization_level", "99", "one of disable, basic, extended, all")]
    [InlineData("execution_mode", "both", "one of sequential, parallel")]
    [InlineData("execution_provider", "gpu", "one of cpu, cuda, tensorrt, directml")]
    [InlineData("enable_mem_pattern", "yes", "one of true, false")]
    [InlineData("log_severity", "", "one of verbose, info, warning, error, fatal")]
    public void Create_WrongValue_NamesKeyAndAllowedValues(string key, string value, string expected)
    {
        var error = Assert.Throws<InferenceException>(
            () => OnnxSettingsFactory.Create(new OnnxRuntimeOptions(), TestRuntime.Artifact("x", (key, value))));

        Assert.StartsWith(
            $"model 'test': parameter '{key}' must be {expected}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"got '{value}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SeveralMistakes_NamesAll()
    {
        var error = Assert.Throws<InferenceException>(() => OnnxSettingsFactory.Create(
            new OnnxRuntimeOptions(), TestRuntime.Artifact("x", ("intra_op_treads", "2"), ("warmup", "1"))));

        Assert.Contains(
            "parameter 'intra_op_treads' is not known; known are ", error.Message, StringComparison.Ordinal);
        Assert.Contains("parameter 'warmup' must be one of true, false", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WrongOptions_ReportsAll()
    {
        var options = new OnnxRuntimeOptions
        {
            IntraOpThreads = -1,
            InterOpThreads = 0,
            GraphOptimization = (OnnxGraphOptimization)9,
            ExecutionMode = (OnnxExecutionMode)9,
            MinimumLogLevel = (LogLevel)99,
            ExecutionProvider = "gpu",
        };

        var result = new OnnxRuntimeOptionsValidator().Validate(null, options);

        Assert.True(result.Failed);
        Assert.Equal(6, result.Failures.Count());
        Assert.True(new OnnxRuntimeOptionsValidator().Validate(null, new OnnxRuntimeOptions()).Succeeded);
    }
}
