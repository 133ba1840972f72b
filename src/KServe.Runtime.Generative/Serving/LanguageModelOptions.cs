using KServe.Kernels.Attention;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative;

/// <summary>Options of a language model: how it is held in memory, and how its engine runs.</summary>
public sealed class LanguageModelOptions
{
    /// <summary>Gets or sets the precision to hold the weights in.</summary>
    /// <value>Default <see cref="WeightPrecision.Auto"/>: as they are stored.</value>
    public WeightPrecision Quantization { get; set; } = WeightPrecision.Auto;

    /// <summary>Gets or sets how the KV cache stores its numbers.</summary>
    /// <value>Default <see langword="null"/>: <see cref="KvFormat.F32"/> for weights in binary32, and
    /// <see cref="KvFormat.BF16"/> for all others.</value>
    public KvFormat? CacheFormat { get; set; }

    /// <summary>Gets or sets how many threads compute.</summary>
    /// <value>1 to 1,024; 0 for as many as the process has processors; default 0.</value>
    public int Threads { get; set; }

    /// <summary>Gets or sets where sampling parameters come from that a request leaves out.</summary>
    /// <value>Default <see cref="GenerationDefaultsSource.Model"/>: what the model's <c>generation_config.json</c> says
    /// of temperature, top_p, top_k, min_p, repetition_penalty and max_new_tokens.</value>
    public GenerationDefaultsSource GenerationDefaults { get; set; }

    /// <summary>Gets or sets the folder of a LoRA adapter to merge into the weights; none by default.</summary>
    public string? AdapterFolder { get; set; }

    /// <summary>Gets or sets what the model is asked for.</summary>
    /// <value>Default <see cref="LanguageModelTask.Auto"/>: what its architecture says.</value>
    public LanguageModelTask Task { get; set; }

    /// <summary>Gets the options of an encoder; ignored for models that generate text.</summary>
    public EncoderOptions Encoder { get; } = new();

    /// <summary>Gets the options of the engine.</summary>
    public EngineOptions Engine { get; } = new();

    /// <summary>Gets or sets what stands between the engine and the model, where failures are tried.</summary>
    internal Func<ICausalModel, ICausalModel>? Decorate { get; set; }

    /// <summary>Gets the threads to use.</summary>
    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;
}
