using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Mapping;

public sealed class LanguageArgumentTests
{
    [Theory]
    [InlineData("--return_probabilities", "return_probabilities=true")]
    [InlineData("--return_raw_logits", "return_raw_logits=true")]
    [InlineData("--return_offsets_mapping", "return_offsets_mapping=true")]
    [InlineData("--disable_special_tokens", "disable_special_tokens=true")]
    [InlineData("--disable-special-tokens", "disable_special_tokens=true")]
    [InlineData("--disable_special_tokens|--add_special_tokens", "disable_special_tokens=false")]
    [InlineData("--task=token_classification", "task=token_classification")]
    [InlineData("--task|embed", "task=text_embedding")]
    [InlineData("--task=score", "task=sequence_classification")]
    [InlineData("--task=score|--task=auto", "")]
    [InlineData("--convert=classify", "task=sequence_classification")]
    [InlineData("--max_length=128", "max_model_len=128")]
    [InlineData("--max_length=128|--max-model-len|512", "max_model_len=512")]
    [InlineData("--max-model-len=8k", "max_model_len=8000")]
    [InlineData("--max-model-len=8K", "max_model_len=8192")]
    [InlineData("--max-model-len=1.5k", "max_model_len=1500")]
    [InlineData("--max-model-len=auto", "")]
    [InlineData("--max-model-len=many", "max_model_len=many")]
    [InlineData("--max-model-len", "max_model_len=")]
    [InlineData("--max-num-seqs|16|--max_num_batched_tokens=2048", "max_num_batched_tokens=2048;max_num_seqs=16")]
    [InlineData("--block-size=32", "block_size=32")]
    [InlineData("--enable-prefix-caching", "enable_prefix_caching=true")]
    [InlineData("--enable_prefix_caching|--no-enable-prefix-caching", "enable_prefix_caching=false")]
    [InlineData("--kv-cache-dtype=auto|--generation-config=vllm", "generation_config=none")]
    [InlineData("--kv-cache-dtype=bfloat16", "kv_cache_dtype=bfloat16")]
    [InlineData("--quantization=q8", "quantization=q8")]
    [InlineData("serve|/mnt/models|--max-num-seqs=4|stray", "max_num_seqs=4")]
    public void Read_ArgumentOfAModel_BecomesItsParameter(string arguments, string expected)
    {
        var settings = Read(arguments);
        var parameters = settings.Parameters
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => $"{pair.Key}={pair.Value}");
        Assert.Equal(expected, string.Join(';', parameters));
        Assert.Empty(settings.Notices);
    }

    [Theory]
    [InlineData("--dtype=bfloat16", "args: --dtype: weights are held as they are stored")]
    [InlineData("--disable_lower_case", "args: --disable_lower_case: the tokenizer is that of the model's folder")]
    [InlineData("--tokenizer_revision=main", "args: --tokenizer_revision: the tokenizer is that of the model's folder")]
    [InlineData("--backend|huggingface", "args: --backend: there is one engine here")]
    [InlineData("--enable-lora|--lora-modules|a=/mnt/a", "args: --lora-modules: adapters are not served")]
    [InlineData("--trust_remote_code", "args: --trust_remote_code: no code of a model is run")]
    [InlineData("--kv-cache-dtype=fp8", "args: --kv-cache-dtype means nothing")]
    [InlineData("--quantization|awq", "args: --quantization means nothing")]
    [InlineData("--gpu-memory-utilization|0.9|-tp|2|--tensor-parallel-size=2",
        "args: --gpu-memory-utilization, --tensor-parallel-size mean nothing")]
    [InlineData("--max-model-len={{ .Spec.Length }}", "args: --max-model-len means nothing")]
    public void Read_ArgumentOfAnotherServer_IsSaid(string arguments, string expected)
    {
        var settings = Read(arguments);
        Assert.Contains(settings.Notices, notice => notice.Contains(expected, StringComparison.Ordinal));
        Assert.Empty(settings.Parameters);
    }

    [Fact]
    public void Read_ArgumentsOfAnotherFormat_AreNoParameters()
    {
        var settings = Read("--task=fill_mask|--max-num-seqs=4", isLanguageModel: false);
        Assert.Empty(settings.Parameters);
        Assert.EndsWith(
            "args: --task, --max-num-seqs mean nothing to a model of this process",
            Assert.Single(settings.Notices),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model_name=chat", "chat", "")]
    [InlineData("--model_name=acme/chat", null, "acme/chat")]
    [InlineData("--served-model-name|acme/chat|chat|other", "chat", "acme/chat;other")]
    [InlineData("--model_name=first|--served-model-name=second", "second", "")]
    public void Read_Names_AreTheModelsOrServed(string arguments, string? name, string served)
    {
        var settings = Read(arguments);
        Assert.Equal(name, settings.ModelName);
        Assert.Equal(served, string.Join(';', settings.ServedNames));
    }

    [Theory]
    [InlineData("VLLM_CPU_KVCACHE_SPACE", "2", "kv_cache_mib=2048")]
    [InlineData("VLLM_CPU_KVCACHE_SPACE", "much", "")]
    [InlineData("VLLM_ADDITIONAL_ARGS", "--max-num-seqs 4  --block-size=16", "block_size=16;max_num_seqs=4")]
    public void Read_Variable_BecomesAParameter(string name, string value, string expected)
    {
        var settings = Read("", env: $"env: [{{name: {name}, value: \"{value}\"}}]");
        var parameters = settings.Parameters
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => $"{pair.Key}={pair.Value}");
        Assert.Equal(expected, string.Join(';', parameters));
        Assert.Equal(expected.Length == 0 ? 1 : 0, settings.Notices.Count);
    }

    [Fact]
    public void Write_Parameters_AreReadAgain()
    {
        const string All = "--disable_special_tokens|--generation_config=vllm|--kv_cache_mib=512|--max_model_len=128"
            + "|--no-enable-prefix-caching|--queue_limit=8|--task=fill_mask|--threads=2";
        var parameters = Read(All).Parameters;
        Assert.Equal(8, parameters.Count);
        var written = LanguageArguments.Write(parameters).ToArray();
        Assert.Equal(All.Split('|').Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
        Assert.Equal(parameters, Read(string.Join('|', written)).Parameters);
    }

    private static ContainerSettings Read(string arguments, bool isLanguageModel = true, string env = "env: []")
    {
        var list = string.Join(", ", arguments.Split('|').Select(static text => $"\"{text}\""));
        var set = Texts.Read(Texts.Service($$"""
            predictor:
              model:
                modelFormat: {name: huggingface}
                args: [{{list}}]
                {{env}}
            """));
        Assert.Empty(set.Errors);
        var settings = new ContainerSettings { IsLanguageModel = isLanguageModel };
        settings.Read(set.Resources[0].Spec["predictor"]["model"], static text => text);
        return settings;
    }
}
