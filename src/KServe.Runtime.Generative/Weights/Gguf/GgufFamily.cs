namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>How the files of one architecture differ from what Hugging Face stores.</summary>
/// <remarks>Source: llama.cpp's <c>convert_hf_to_gguf.py</c> and its tables of tensor names.</remarks>
internal sealed record GgufFamily
{
    /// <summary>Gets the family's name in <c>config.json</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Gets whether query and key rows were interleaved, as in files of the architecture llama.</summary>
    public bool HasInterleavedHeads { get; init; }

    /// <summary>Gets whether 1 was added to the weights of norms, as in all Gemmas.</summary>
    public bool HasShiftedNorms { get; init; }

    /// <summary>Gets whether norms stand before and behind both parts of a layer (Gemma 2 and 3).</summary>
    public bool HasFourNorms { get; init; }

    /// <summary>Gets whether gate and up projection are one matrix (Phi-3).</summary>
    public bool HasFusedGate { get; init; }

    /// <summary>Gets whether experts are named as in Mixtral, not as in Qwen.</summary>
    public bool HasMixtralExperts { get; init; }

    /// <summary>Gets the names of tensors; <see langword="null"/> for Llama's.</summary>
    public IGgufNames? Names { get; init; }

    /// <summary>Gets whether query, key and value, side by side for each head, were put together by kind.</summary>
    public bool HasQueryKeyValueByKind { get; init; }

    /// <summary>Finds the family of an architecture.</summary>
    /// <exception cref="InferenceException">The file names none, or one that is not supported.</exception>
    public static GgufFamily Find(GgufFile file)
    {
        const string Key = "general.architecture";
        var metadata = file.Metadata;
        return metadata.Text(Key) switch
        {
            "llama" when metadata.Int64("llama.expert_count") is > 0 =>
                new() { ModelType = "mixtral", HasInterleavedHeads = true, HasMixtralExperts = true },
            "llama" => new() { ModelType = "llama", HasInterleavedHeads = true },
            "qwen2" => new() { ModelType = "qwen2" },
            "qwen2moe" => new() { ModelType = "qwen2_moe" },
            "qwen3" => new() { ModelType = "qwen3" },
            "qwen3moe" => new() { ModelType = "qwen3_moe" },
            "phi3" => new() { ModelType = "phi3", HasFusedGate = true },
            "gemma" => new() { ModelType = "gemma", HasShiftedNorms = true },
            "gemma2" => new() { ModelType = "gemma2", HasShiftedNorms = true, HasFourNorms = true },
            "gemma3" => new() { ModelType = "gemma3_text", HasShiftedNorms = true, HasFourNorms = true },
            "gpt2" => new() { ModelType = "gpt2", Names = GgufNameTable.Gpt2 },
            "gptneox" => new()
            {
                ModelType = "gpt_neox",
                Names = GgufNameTable.GptNeoX,
                HasQueryKeyValueByKind = true,
            },
            "bert" => new() { ModelType = "bert", Names = GgufNameTable.Bert },
            "t5" => new() { ModelType = "t5", Names = GgufNameTable.T5(GgufT5.IsGated(file)) },
            null => throw metadata.Error(Key, "is missing"),
            _ => throw metadata.Error(Key, "names an architecture that is not supported"),
        };
    }
}
