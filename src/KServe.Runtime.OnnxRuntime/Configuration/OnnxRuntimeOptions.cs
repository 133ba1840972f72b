using Microsoft.Extensions.Logging;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Configures ONNX Runtime for all models of the host.</summary>
/// <remarks>A model overrides any of these by the parameter named in the value's description.</remarks>
public sealed class OnnxRuntimeOptions
{
    /// <summary>Gets or sets how many threads compute inside one node.</summary>
    /// <value>
    /// From 0 to 1024; 0, the default, stands for the number of processors. A model that sets <c>intra_op_threads</c>
    /// or <c>inter_op_threads</c> gets threads of its own instead of the shared ones.
    /// </value>
    public int IntraOpThreads { get; set; }

    /// <summary>Gets or sets how many threads run independent nodes.</summary>
    /// <value>From 1 to 1024. Default: 1. Used by <see cref="OnnxExecutionMode.Parallel"/> alone.</value>
    public int InterOpThreads { get; set; } = 1;

    /// <summary>Gets or sets whether all models share one pool of threads.</summary>
    /// <value>
    /// Default: <see langword="true"/>. The pool belongs to the process: the first host that loads a model sets its
    /// size. Parameter: <c>share_thread_pool</c>.
    /// </value>
    public bool ShareThreadPool { get; set; } = true;

    /// <summary>Gets or sets whether idle threads wait busily for the next node.</summary>
    /// <value>Default: <see langword="false"/>. It can shorten single calls and costs processor time.</value>
    public bool AllowSpinning { get; set; }

    /// <summary>Gets or sets how far graphs are rewritten.</summary>
    /// <value>
    /// Default: <see cref="OnnxGraphOptimization.All"/>. Parameter: <c>graph_optimization_level</c> (disable, basic,
    /// extended, all).
    /// </value>
    public OnnxGraphOptimization GraphOptimization { get; set; } = OnnxGraphOptimization.All;

    /// <summary>Gets or sets whether independent nodes run at the same time.</summary>
    /// <value>
    /// Default: <see cref="OnnxExecutionMode.Sequential"/>. Parameter: <c>execution_mode</c> (sequential, parallel).
    /// </value>
    public OnnxExecutionMode ExecutionMode { get; set; }

    /// <summary>Gets or sets where graphs run.</summary>
    /// <value>
    /// Default: <c>cpu</c>. One of cpu, cuda, tensorrt, directml, openvino, coreml, dnnl, rocm, migraphx, xnnpack, qnn.
    /// A provider that the installed native package lacks is an error. Parameter: <c>execution_provider</c>.
    /// </value>
    public string ExecutionProvider { get; set; } = ExecutionProviders.Cpu;

    /// <summary>Gets the options of the execution provider, by its own keys.</summary>
    /// <value>Default: none. Parameters: <c>execution_provider_options.KEY</c>.</value>
    public IDictionary<string, string> ExecutionProviderOptions { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets whether nodes that the execution provider cannot run may run on the processor.</summary>
    /// <value>Default: <see langword="true"/>. Parameter: <c>allow_cpu_nodes</c>. Ignored for <c>cpu</c>.</value>
    public bool AllowCpuNodes { get; set; } = true;

    /// <summary>Gets or sets whether the memory of a run is planned from earlier runs.</summary>
    /// <value>Default: <see langword="true"/>. Parameter: <c>enable_mem_pattern</c>.</value>
    public bool EnableMemoryPattern { get; set; } = true;

    /// <summary>Gets or sets whether memory is kept for the next run.</summary>
    /// <value>
    /// Default: <see langword="true"/>. Faster, and the largest run decides what stays allocated. Parameter:
    /// <c>enable_cpu_mem_arena</c>.
    /// </value>
    public bool EnableCpuMemoryArena { get; set; } = true;

    /// <summary>Gets or sets from which level on the native library writes to the log.</summary>
    /// <value>
    /// Default: <see cref="LogLevel.Warning"/>. Parameter: <c>log_severity</c> (verbose, info, warning, error, fatal).
    /// </value>
    public LogLevel MinimumLogLevel { get; set; } = LogLevel.Warning;

    /// <summary>Gets or sets whether a model runs once on zeros before it is ready.</summary>
    /// <value>
    /// Default: <see langword="false"/>. Dimensions of any size count 1. A warm-up that fails is logged and no more.
    /// Parameter: <c>warmup</c>.
    /// </value>
    public bool Warmup { get; set; }

    /// <summary>Gets or sets whether outputs that are no tensors are left out instead of refused.</summary>
    /// <value>Default: <see langword="false"/>. Parameter: <c>ignore_unsupported_outputs</c>.</value>
    public bool IgnoreUnsupportedOutputs { get; set; }
}
